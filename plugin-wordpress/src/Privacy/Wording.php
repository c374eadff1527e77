<?php
// Owns how a row reads in somebody's copy of their data.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Services;

final class Wording
{
    /** A short link: its key opens a cart, confirms a number, opts out. */
    private const LINK = '~(https://[^\s/]+/)[0-9A-Za-z]{7}(?![0-9A-Za-z])~';

    public function __construct(private readonly Services $services)
    {
    }

    /**
     * @param array<string, mixed> $contact
     * @param list<array{channel: string, at: int}> $optOuts
     * @return array<string, mixed>
     */
    public function number(string $recipient, string $number, array $contact, array $optOuts, int $others): array
    {
        $when = static fn (array $optOut): string => $optOut['channel'] . ', ' . self::time($optOut['at']);
        /* translators: %s: a number of messages. */
        $sentence = \_n(
            '%s more message went to this number that we cannot tie to you. Ask us, and show that the number is yours.',
            '%s more messages went to this number that we cannot tie to you. Ask us, and show that the number is yours.',
            $others,
            'cartsignal',
        );
        return self::item('contact', \__('Text messages: contact', 'cartsignal'), $recipient, [
            \__('Phone number', 'cartsignal') => $number,
            ...self::known($contact),
            \__('Wants no messages', 'cartsignal') => \implode('; ', \array_map($when, $optOuts)),
            \__('Note', 'cartsignal') => $others === 0 ? '' : \sprintf($sentence, \number_format_i18n($others)),
        ]);
    }

    /**
     * @param array<string, mixed> $contact
     * @return array<string, mixed>
     */
    public function visitor(string $shopper, array $contact): array
    {
        return self::item('contact', \__('Text messages: contact', 'cartsignal'), $shopper, self::known($contact));
    }

    /**
     * @param array<string, mixed> $row Of `consents`.
     * @return array<string, mixed>
     */
    public function consent(array $row): array
    {
        $shown = \json_decode($row['shown'], true);
        $told = static fn (string $name): string => \is_string($shown[$name] ?? null) ? $shown[$name] : '';
        $given = $row['kind'] === 'granted' ? \__('given', 'cartsignal') : \__('taken back', 'cartsignal');
        return self::item('consents', \__('Text messages: consent', 'cartsignal'), $row['evidence'], [
            \__('Consent', 'cartsignal') => $given,
            \__('Time', 'cartsignal') => self::time($row['at']),
            \__('For', 'cartsignal') => $row['purposes'],
            \__('Words shown', 'cartsignal') => $told('text'),
            \__('Version', 'cartsignal') => $told('version'),
            \__('Language', 'cartsignal') => $told('locale'),
            \__('Page', 'cartsignal') => $told('page'),
        ]);
    }

    /**
     * @param array<string, mixed> $row Of `outbox`, with `reason`.
     * @return array<string, mixed>
     */
    public function text(array $row): array
    {
        [$side, $key] = $row['recipient'] !== null ? ['recipient', $row['recipient']] : ['shopper', $row['shopper']];
        $told = $this->services->vault()->open($side, (string) $key, $row['sealed']);
        $state = match ($row['state']) {
            'accepted' => \__('sent', 'cartsignal'),
            'refused' => \__('not sent', 'cartsignal'),
            'unknown' => \__('not known whether it was sent', 'cartsignal'),
            default => $row['cancelled'] === 1 ? \__('cancelled', 'cartsignal') : \__('waiting', 'cartsignal'),
        };
        return self::item('texts', \__('Text messages', 'cartsignal'), $row['decision'], [
            \__('Decided', 'cartsignal') => self::time($row['decided_at']),
            \__('State', 'cartsignal') => $state . ($row['receipt'] === null ? '' : ' (' . $row['receipt'] . ')'),
            \__('Reason', 'cartsignal') => (string) $row['reason'],
            // A copy goes to a mail box. Who has the phone has the link; who asked for the copy may have typed its number only.
            \__('Message', 'cartsignal') => (string) \preg_replace(self::LINK, '$1…', (string) ($told->text ?? '')),
        ]);
    }

    /**
     * @param array<string, mixed> $row Of `replies`.
     * @return array<string, mixed>
     */
    public function reply(array $row): array
    {
        $told = $this->services->vault()->open('recipient', $row['recipient'], $row['sealed']);
        return self::item('replies', \__('Text messages: your answers', 'cartsignal'), (string) $row['place'], [
            \__('Time', 'cartsignal') => self::time($row['at']),
            \__('Message', 'cartsignal') => (string) ($told->text ?? ''),
        ]);
    }

    /**
     * @param array<string, mixed> $row Of `carts`.
     * @return array<string, mixed>
     */
    public function cart(array $row): array
    {
        $snapshot = $this->services->vault()->open('shopper', $row['shopper'], $row['sealed']);
        $lines = \array_map(static fn (\stdClass $line): string => self::line($line), $snapshot->lines ?? []);
        return self::item('carts', \__('Carts kept for text messages', 'cartsignal'), $row['cart'], [
            \__('Last changed', 'cartsignal') => self::time($row['at']),
            \__('Products', 'cartsignal') => \implode('; ', $lines),
            \__('Order', 'cartsignal') => $row['order_id'] === null ? '' : (string) $row['order_id'],
        ]);
    }

    private static function line(\stdClass $line): string
    {
        $product = (int) ($line->variation_id ?? 0) ?: (int) ($line->product_id ?? 0);
        $name = \get_the_title($product);
        $quantity = (string) ($line->quantity ?? '');
        return "$quantity × " . ($name === '' ? "#$product" : $name);
    }

    /**
     * @param array<string, mixed> $contact
     * @return array<string, string>
     */
    private static function known(array $contact): array
    {
        $told = static fn (string $name): string => \is_string($contact[$name] ?? null) ? $contact[$name] : '';
        return [
            \__('First name', 'cartsignal') => $told('first_name'),
            \__('Language', 'cartsignal') => $told('locale'),
            \__('Country', 'cartsignal') => $told('country'),
            \__('Region', 'cartsignal') => $told('region'),
            \__('Time zone', 'cartsignal') => $told('browser_zone'),
        ];
    }

    /**
     * @param array<string, string> $told By what it is; what is empty is left out.
     * @return array<string, mixed>
     */
    private static function item(string $group, string $label, string $id, array $told): array
    {
        $told = \array_filter($told, static fn (string $text): bool => $text !== '');
        // WordPress prints values as HTML.
        $pair = static fn (string $name, string $text): array => ['name' => $name, 'value' => \esc_html($text)];
        return [
            'group_id' => "cartsignal_$group",
            'group_label' => $label,
            'item_id' => "cartsignal_{$group}_$id",
            'data' => \array_map($pair, \array_keys($told), $told),
        ];
    }

    private static function time(int $at): string
    {
        return \gmdate('Y-m-d H:i:s', \intdiv($at, 1_000)) . ' UTC';
    }
}
