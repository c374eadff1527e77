<?php
// Owns taking a number in while the box beside it is ticked, and giving it up when that is undone: one row in the inbox.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Capture\Cart;
use Cartsignal\Capture\UserMeta;
use Cartsignal\Services;

/**
 * Before a tick nothing is kept, not even that a box was seen. Whoever posts too many numbers is answered like everybody
 * else. What was told last is kept in WooCommerce's session as a hash, so that it is not told twice.
 */
final class Contact
{
    /** What this session told last; gone with the withdrawal. */
    private const KEPT = 'cartsignal_consent';

    private const HOUR_MS = 3_600_000;

    /** Contacts in an hour. Chosen: a shopper who corrects a number often; a large office; all that is behind one proxy. */
    private const OF_A_SESSION = 12;
    private const OF_A_NETWORK = 60;
    private const OF_A_PROXY = 1_200;

    /** Longest path of a page that the ledger keeps. Chosen. */
    private const PATH_BYTES = 200;

    private readonly Boxes $boxes;

    public function __construct(private readonly Services $services)
    {
        $this->boxes = new Boxes($services);
    }

    /**
     * Takes in what a form says of number and boxes: a contact, a withdrawal, or nothing.
     *
     * @param string $form `checkout_classic`, `checkout_block`, or one of `SignUp::FORMS`.
     * @param bool $needsCart Whether a number is of use only with something in the cart.
     */
    public function take(Typed $typed, string $form, bool $needsCart = true): void
    {
        $shopper = $this->services->visitor()->key();
        if ($shopper === null || !$this->hasSession()) {
            return;
        }
        $ticked = $this->known($typed->ticked);
        if ($ticked === []) {
            $this->withdraw($typed, $form, $shopper);
        } elseif ($typed->number !== '' && !($needsCart && \WC()->cart?->is_empty())) {
            $this->provide($typed, $ticked, $form, $shopper);
        }
    }

    /** Returns whether somebody said yes in this session. */
    public function isGiven(): bool
    {
        return $this->hasSession() && $this->kept() !== [];
    }

    /** @param list<Box> $ticked */
    private function provide(Typed $typed, array $ticked, string $form, string $shopper): void
    {
        $keys = $this->services->keys();
        $essence = $keys->origin("contact\n" . $typed->essence());
        if (($this->kept()['essence'] ?? null) === $essence) {
            return;
        }
        $session = $keys->origin("session\n" . \WC()->session->get_customer_id());
        $network = $keys->origin("network\n" . (Network::forwarded() ?: Network::connected()));
        if (!$this->mayStill($session, $network)) {
            return;
        }
        $evidence = self::evidence();
        $unticked = $this->known($typed->unticked);
        $shown = $this->shown($typed, $form, ['ticked' => $ticked, 'unticked' => $unticked]);
        $payload = \array_filter([
            'text' => $typed->number,
            'country' => $typed->country,
            'region' => $typed->region,
            'first_name' => $typed->firstName,
            'browser_zone' => $typed->browserZone,
            'user' => $this->user() ?: null,
        ], static fn (mixed $value): bool => $value !== null) + [
            'locale' => $typed->locale,
            'session' => $session,
            'network' => $network,
            'purposes' => self::purposes($ticked),
            'withdrawn' => self::purposes($unticked),
            'evidence' => $evidence,
            'shown' => $shown,
        ];
        $cart = \WC()->cart === null ? null : (new Cart($this->services))->report(\WC()->cart, 'changed');
        $arrivals = $this->services->arrivals();
        // A cart too large for a row is not worth losing the permission for.
        $isKept = ($cart !== null && $arrivals->append('contact', "contact:$evidence", $payload + ['cart' => $cart], $shopper))
            || $arrivals->append('contact', "contact:$evidence", $payload, $shopper);
        if (!$isKept) {
            return;
        }
        $this->services->visitor()->reach();
        $versions = \array_map(static fn (Box $box): string => $box->version, $ticked);
        \WC()->session->set(self::KEPT, ['essence' => $essence, 'ticked' => $versions]);
    }

    private function withdraw(Typed $typed, string $form, string $shopper): void
    {
        $kept = $this->kept();
        // The session may have lost what it told to a request beside it; who can't be reached told nothing.
        $unticked = $this->known(\array_values(\array_unique([...($kept['ticked'] ?? []), ...$typed->unticked])));
        if ($unticked === [] || $typed->unticked === [] || ($kept === [] && !$this->services->visitor()->reachable())) {
            return;
        }
        $evidence = self::evidence();
        $payload = \array_filter(['user' => $this->user() ?: null]) + [
            'purposes' => self::purposes($unticked),
            'evidence' => $evidence,
            'shown' => $this->shown($typed, $form, ['unticked' => $unticked]),
        ];
        if (!$this->services->arrivals()->append('withdrawn', "withdrawn:$evidence", $payload, $shopper)) {
            return;
        }
        \WC()->session->__unset(self::KEPT);
        $this->services->visitor()->unreach();
        if ($this->user() !== 0) {
            \delete_user_meta($this->user(), UserMeta::recipient());
        }
    }

    private function mayStill(string $session, string $network): bool
    {
        $limit = new Limit($this->services);
        $proxy = Network::forwarded() === '' ? null : $this->services->keys()->origin("network\n" . Network::connected());
        return $limit->passes("contact:$session", self::OF_A_SESSION, self::HOUR_MS)
            && $limit->passes("contact:$network", self::OF_A_NETWORK, self::HOUR_MS)
            && ($proxy === null || $limit->passes("proxy:$proxy", self::OF_A_PROXY, self::HOUR_MS));
    }

    /**
     * Returns what the ledger keeps of what was seen: by purpose the exact words and what was done about them.
     *
     * @param array<string, list<Box>> $byState
     * @return array<string, mixed>
     */
    private function shown(Typed $typed, string $form, array $byState): array
    {
        $boxes = [];
        foreach ($byState as $state => $those) {
            foreach ($those as $box) {
                $boxes[$box->purpose] = [
                    'text' => $box->text(),
                    'version' => $box->version,
                    'language' => $box->language,
                    'state' => $state,
                ];
            }
        }
        return ['page' => self::path(), 'locale' => $typed->locale, 'form' => $form, 'boxes' => (object) $boxes];
    }

    /**
     * @param list<string> $versions
     * @return list<Box> Of the versions that are offered; the last one of each purpose.
     */
    private function known(array $versions): array
    {
        $known = [];
        foreach ($versions as $version) {
            $box = $this->boxes->of($version);
            if ($box !== null) {
                $known[$box->purpose] = $box;
            }
        }
        return \array_values($known);
    }

    /** @return array{essence?: string, ticked?: list<string>} */
    private function kept(): array
    {
        $kept = \WC()->session->get(self::KEPT);
        return \is_array($kept) ? $kept : [];
    }

    private function hasSession(): bool
    {
        $session = \WC()->session;
        return $session instanceof \WC_Session && (!\method_exists($session, 'has_session') || $session->has_session());
    }

    /** Returns the user whose session it is, 0 for a guest, or for a manager who tries the shop out. */
    private function user(): int
    {
        return $this->services->visitor()->user();
    }

    /**
     * @param list<Box> $boxes
     * @return list<string>
     */
    private static function purposes(array $boxes): array
    {
        return \array_map(static fn (Box $box): string => $box->purpose, $boxes);
    }

    private static function evidence(): string
    {
        return 'e' . \bin2hex(\random_bytes(12));
    }

    /** Returns the path of the page that the form is on; never its query, which may hold anything. */
    private static function path(): string
    {
        $path = (string) \wp_parse_url((string) \wp_get_raw_referer(), PHP_URL_PATH);
        return \substr(\preg_replace('/[^\x21-\x7e]/', '', $path), 0, self::PATH_BYTES);
    }
}
