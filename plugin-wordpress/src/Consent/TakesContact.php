<?php
// Owns what a number given beside a ticked box means: a recipient, a shopper who points at it, permissions, and the cart.
declare(strict_types=1);

namespace Cartsignal\Consent;

use Cartsignal\Capture\TakesCart;
use Cartsignal\Capture\UserMeta;
use Cartsignal\Core\Sending;
use Cartsignal\Host\People;
use Cartsignal\Host\Row;
use Cartsignal\Host\Said;
use Cartsignal\Host\Takes;
use Cartsignal\Services;

/**
 * Anybody can type anybody's number. So of what is known of a recipient nothing is overwritten by it: names and places are
 * kept of the shopper who said them, and the core asks the number's owner where the law or an earlier STOP want that.
 * A number that can never be texted (not one, a fixed line, a country that is not sold to) is not kept at all.
 */
final class TakesContact implements Takes
{
    /** What the shopper says of himself. */
    private const OF_THE_SHOPPER = ['first_name', 'locale', 'country', 'region', 'browser_zone'];

    /** The wording that is a written agreement: not a condition of purchase, by automated texts, terms named. Source: US-federal. */
    private const WRITTEN = 'en-US';

    public function __construct(private readonly Services $services)
    {
    }

    /** @return list<Said> */
    public function take(Row $row, int $now): array
    {
        $payload = $row->payload;
        $phone = $this->phone($payload);
        $shopper = $this->services->people()->survivor($row->shopper);
        if ($phone === null || $shopper === null) {
            return [];
        }
        $recipient = $this->services->keys()->recipient($phone->e164);
        $people = $this->services->people();
        $people->lock([$shopper], [$recipient]);
        $before = $people->pointsAt($shopper);
        $given = $this->permissions($row, $shopper, $recipient);
        $left = $before === null || $before === $recipient ? [] : $this->leave($before, $row, $shopper);
        $this->learn($people, $payload, $phone, $shopper, $recipient);
        if (isset($payload->user)) {
            \update_user_meta((int) $payload->user, UserMeta::recipient(), $recipient);
        }
        $id = "contact:{$payload->evidence}";
        $provided = self::input($id, $row->at, ['contact.provided' => ['recipient' => $recipient]]);
        return [
            ...$left,
            new Said($shopper, $recipient, $provided),
            ...$given,
            ...$this->cart($row, $shopper, $now),
        ];
    }

    /** Returns the number, null where it is none that could be texted. */
    private function phone(\stdClass $payload): ?\stdClass
    {
        $phone = (new Sending($this->services->core()))->parsePhone($payload->text, $payload->country ?? null)->phone ?? null;
        $isTextable = $phone !== null && $phone->number->kind !== 'fixed'
            && isset($this->services->settings()->markets()[$phone->number->country]);
        return $isTextable ? $phone : null;
    }

    /**
     * Notes each permission in the ledger; returns what is said of them.
     *
     * @return list<Said>
     */
    private function permissions(Row $row, string $shopper, string $recipient): array
    {
        ['evidence' => $evidence, 'shown' => $shown, 'purposes' => $purposes] = (array) $row->payload;
        $ledger = new Ledger($this->services->database());
        $stood = $ledger->standing($recipient)[$shopper] ?? [];
        $said = [];
        foreach ($purposes as $purpose) {
            $written = ($shown->boxes->{$purpose}->language ?? null) === self::WRITTEN;
            $change = ['purpose' => $purpose, 'channel' => 'sms', 'basis' => $written ? 'express_written' : 'express'];
            $change['evidence'] = $ledger->note($evidence, $purpose, true, $shown, $row->at, $recipient, $shopper);
            $said[] = new Said($shopper, $recipient, self::input($change['evidence'], $row->at, ['consent.granted' => $change]));
        }
        // What was ticked before and no longer is; a box that was left alone takes nothing back.
        foreach (\array_diff($row->payload->withdrawn ?? [], $purposes) as $purpose) {
            if (isset($stood[$purpose])) {
                $own = $ledger->note($evidence, $purpose, false, $shown, $row->at, $recipient, $shopper);
                $said[] = new Said($shopper, $recipient, self::revoked($own, $purpose, $row->at));
            }
        }
        return $said;
    }

    /**
     * Gives up a number that this shopper gave before: it was mistyped, or is no longer theirs. Its owner's permission that
     * somebody else gave stands.
     *
     * @return list<Said>
     */
    private function leave(string $recipient, Row $row, string $shopper): array
    {
        $ledger = new Ledger($this->services->database());
        $standing = $ledger->standing($recipient);
        $mine = $standing[$shopper] ?? [];
        $others = \array_merge([], ...\array_values(\array_diff_key($standing, [$shopper => 0])));
        $said = [];
        $shown = (object) ['form' => $row->payload->shown->form ?? '', 'state' => 'number_replaced'];
        foreach (\array_keys($mine) as $purpose) {
            $evidence = "{$row->payload->evidence}-left";
            $own = $ledger->note($evidence, $purpose, false, $shown, $row->at, $recipient, $shopper);
            if (!isset($others[$purpose])) {
                $said[] = new Said(null, $recipient, self::revoked($own, $purpose, $row->at));
            }
        }
        self::forget($this->services->people(), $recipient, $shopper);
        return $said;
    }

    private function learn(People $people, \stdClass $payload, \stdClass $phone, string $shopper, string $recipient): void
    {
        $keys = $this->services->keys();
        $told = (array) $payload;
        $own = \array_intersect_key($told, \array_flip(self::OF_THE_SHOPPER));
        $people->learn('shopper', $shopper, $own);
        $new = \array_diff_key($own, $people->contact('recipient', $recipient));
        $people->learn('recipient', $recipient, $new + [
            'e164' => $phone->e164,
            'number' => $phone->number,
            'session' => $payload->session,
            'network' => $payload->network,
            'range' => $keys->origin("range\n{$phone->block}"),
        ]);
    }

    /**
     * Returns what is said of the cart, and that its shopper is in checkout: nobody could tell that before.
     *
     * @return list<Said>
     */
    private function cart(Row $row, string $shopper, int $now): array
    {
        $cart = $row->payload->cart ?? null;
        if (!$cart instanceof \stdClass) {
            return [];
        }
        $said = [(new TakesCart($this->services))->keep($shopper, $cart, $now)];
        $id = $cart->input->what->{'cart.updated'}->cart ?? null;
        if ($id !== null && \str_starts_with($row->payload->shown->form ?? '', 'checkout')) {
            $evidence = $row->payload->evidence;
            $reached = ['cart' => $id, 'step' => 'contact'];
            $said[] = new Said($shopper, null, self::input("$evidence-co", $row->at, ['checkout.started' => ['cart' => $id]], 'server'));
            $said[] = new Said($shopper, null, self::input("$evidence-ct", $row->at, ['checkout.step_reached' => $reached], 'server'));
        }
        return $said;
    }

    /** Forgets a number and all that was said with it, unless another shopper gave it as well. In a transaction. */
    public static function forget(People $people, string $recipient, string $shopper): void
    {
        if (\array_diff($people->pointing($recipient), [$shopper]) === []) {
            $people->forget('recipient', $recipient);
        }
        $people->forget('shopper', $shopper);
    }

    /** @return array<string, mixed> `Input` of the contract. */
    public static function revoked(string $evidence, string $purpose, int $at): array
    {
        $change = ['purpose' => $purpose, 'channel' => 'sms', 'evidence' => $evidence];
        return self::input($evidence, $at, ['consent.revoked' => $change]);
    }

    /**
     * @param array<string, mixed> $what
     * @return array<string, mixed> `Input` of the contract.
     */
    public static function input(string $id, int $at, array $what, string $trust = 'signed'): array
    {
        return ['id' => $id, 'occurred_at' => $at, 'trust' => $trust, 'what' => $what];
    }
}
