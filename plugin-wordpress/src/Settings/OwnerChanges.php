<?php
// Owns what an owner may change of what is told to himself and to his programs: mails, the webhook, his phone, the set-up.
declare(strict_types=1);

namespace Cartsignal\Settings;

final class OwnerChanges
{
    /** What can be told to another program. */
    public const EVENTS = ['decided', 'sent', 'delivered', 'clicked', 'recovered', 'opted_out'];

    /** Where customers may be asked besides the checkout. */
    public const ASKS = ['account', 'thank_you', 'add_to_cart'];

    /** Steps of the set-up that are done. Chosen: more than there are. */
    private const MOST_STEPS = 20;

    /** @param array<string, mixed> $kept The row before. */
    public function __construct(
        private readonly Reader $reader,
        private readonly Seal $seal,
        private readonly array $kept
    ) {
    }

    /** @return array<string, \Closure(mixed): mixed> How each setting is read. */
    public function fields(): array
    {
        $reader = $this->reader;
        return [
            'asks' => $this->asks(...),
            'alarm_mail' => $this->mail(...),
            'digest' => static fn (mixed $value): ?bool => $reader->yes('/digest', $value),
            'webhook' => $this->webhook(...),
            'test_phone' => $this->testPhone(...),
            'setup' => $this->setup(...),
            'opt_outs_entered' => static fn (mixed $value): ?bool => $reader->yes('/opt_outs_entered', $value),
            'remove_on_uninstall' => static fn (mixed $value): ?bool => $reader->yes('/remove_on_uninstall', $value),
            'version' => static fn (mixed $value): string => $reader->text('/version', $value),
            'trouble' => static fn (mixed $value): string => $reader->text('/trouble', $value),
        ];
    }

    /** @return array<string, bool|null> */
    private function asks(mixed $value): array
    {
        $asks = $this->kept['asks'] ?? [];
        foreach ($this->reader->map('/asks', $value) as $place => $asked) {
            $asks[$place] = \in_array($place, self::ASKS, true)
                ? $this->reader->yes("/asks/$place", $asked)
                : $this->reader->unknown("/asks/$place");
        }
        return $asks;
    }

    private function mail(mixed $value): ?string
    {
        if ($value === '') {
            return null;
        }
        $address = $this->reader->text('/alarm_mail', $value, 254);
        return \is_email($address) === false
            ? $this->reader->wrong('/alarm_mail', \__('Enter a mail address.', 'cartsignal'))
            : $address;
    }

    /** @return array<string, mixed> A secret that is not given stays. */
    private function webhook(mixed $value): array
    {
        $webhook = $this->kept['webhook'] ?? [];
        foreach ($this->reader->map('/webhook', $value) as $name => $given) {
            match ($name) {
                'url' => $webhook['url'] = $this->address($given),
                'secret' => $webhook['sealed'] = $this->seal->close(['secret' => $this->reader->text('/webhook/secret', $given)]),
                'events' => $webhook['events'] = $this->reader->some('/webhook/events', $given, self::EVENTS),
                'numbers' => $webhook['numbers'] = $this->reader->yes('/webhook/numbers', $given),
                default => $this->reader->unknown("/webhook/$name"),
            };
        }
        if (!isset($webhook['url'])) {
            $this->reader->wrong('/webhook/url', \__('Enter where events are sent to.', 'cartsignal'));
        }
        return $webhook;
    }

    private function address(mixed $value): string
    {
        $address = $this->reader->text('/webhook/url', $value);
        $parts = \wp_parse_url($address);
        $fits = \is_array($parts) && ($parts['scheme'] ?? '') === 'https' && ($parts['host'] ?? '') !== ''
            && !isset($parts['user']) && !isset($parts['pass']) && !isset($parts['fragment']);
        if (!$fits) {
            $this->reader->wrong('/webhook/url', \__('Enter an address that begins with https://', 'cartsignal'));
        }
        return $address;
    }

    /** @return array{recipient: string, sealed: string, until: int|null} Never in clear. */
    private function testPhone(mixed $value): array
    {
        $map = $this->reader->map('/test_phone', $value);
        $recipient = $this->reader->text('/test_phone/recipient', $map['recipient'] ?? null);
        if (\preg_match('/\A[0-9a-f]{16,64}\z/', $recipient) !== 1) {
            $this->reader->unknown('/test_phone/recipient');
        }
        return [
            'recipient' => $recipient,
            'sealed' => $this->seal->close(['number' => $this->reader->text('/test_phone/number', $map['number'] ?? null, 20)]),
            'until' => $this->reader->whole('/test_phone/until', $map['until'] ?? null, 0, PHP_INT_MAX),
        ];
    }

    /** @return array<string, mixed> */
    private function setup(mixed $value): array
    {
        $setup = $this->kept['setup'] ?? [];
        foreach ($this->reader->map('/setup', $value) as $name => $given) {
            match ($name) {
                'done' => $setup['done'] = $this->steps($given),
                'skipped' => $setup['skipped'] = $this->reader->yes('/setup/skipped', $given),
                default => $this->reader->unknown("/setup/$name"),
            };
        }
        return $setup;
    }

    /** @return list<string> */
    private function steps(mixed $value): array
    {
        $steps = [];
        foreach (\array_slice($this->reader->map('/setup/done', $value), 0, self::MOST_STEPS) as $place => $step) {
            \is_string($step) && \preg_match('/\A[a-z_]{1,30}\z/', $step) === 1
                ? $steps[] = $step
                : $this->reader->unknown("/setup/done/$place");
        }
        return \array_values(\array_unique($steps));
    }
}
