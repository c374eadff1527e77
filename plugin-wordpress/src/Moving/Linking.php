<?php
// Owns finding the customer's account to a permission that was imported, so that its next cart can be reminded of.
declare(strict_types=1);

namespace Cartsignal\Moving;

use Cartsignal\Capture\UserMeta;
use Cartsignal\Consent\TakesContact;
use Cartsignal\Core\Sending;
use Cartsignal\Services;

/** Only where file and account agree on both, address and number: anybody can type somebody's number into an account. */
final class Linking
{
    /** The user meta that tells by which import a customer was found. */
    private const BY = '_cartsignal_imported';

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns the user, null where there is none or they were found otherwise before. */
    public function user(?Permitted $who): ?int
    {
        $user = $who === null || !\is_email($who->email) ? false : \get_user_by('email', $who->email);
        if ($user === false || \get_user_meta($user->ID, UserMeta::recipient(), true)) {
            return null;
        }
        $phone = \trim((string) \get_user_meta($user->ID, 'billing_phone', true));
        $country = (string) \get_user_meta($user->ID, 'billing_country', true);
        if ($phone === '' || !\mb_check_encoding($phone, 'UTF-8')) {
            return null;
        }
        $country = \preg_match('/\A[A-Z]{2}\z/', $country) === 1 ? $country : $who->phone->number->country;
        $own = (new Sending($this->services->core()))->parsePhone(\mb_substr($phone, 0, 40), $country)->phone->e164 ?? null;
        return $own === $who->phone->e164 ? $user->ID : null;
    }

    /** In a transaction that holds the recipient. */
    public function link(int $user, string $recipient, string $evidence, int $at): void
    {
        \update_user_meta($user, UserMeta::recipient(), $recipient);
        \update_user_meta($user, UserMeta::reachable(), '1');
        \update_user_meta($user, self::by(), \substr($evidence, 0, 60));
        $what = ['contact.provided' => ['recipient' => $recipient]];
        $shopper = $this->services->keys()->shopper((string) $user);
        $input = TakesContact::input("$evidence-link", $at, $what, 'server');
        $this->services->inbox()->say($input, $this->services->now(), $shopper, $recipient);
    }

    /**
     * Undoes it for everybody whom an import linked to a recipient.
     *
     * @return list<string> Their keys.
     */
    public function unlink(string $recipient, string $evidence): array
    {
        $unlinked = [];
        $users = \get_users(['fields' => 'ids', 'number' => 10, 'meta_query' => [
            ['key' => UserMeta::recipient(), 'value' => $recipient],
            ['key' => self::by(), 'compare' => 'EXISTS'],
        ]]);
        foreach ($users as $user) {
            foreach ([UserMeta::recipient(), UserMeta::reachable(), self::by()] as $meta) {
                \delete_user_meta((int) $user, $meta);
            }
            $what = ['contact.cleared' => new \stdClass()];
            $input = TakesContact::input("$evidence-unlink", $this->services->now(), $what, 'server');
            $unlinked[] = $this->services->keys()->shopper((string) $user);
            $this->services->inbox()->say($input, $this->services->now(), \end($unlinked));
        }
        return $unlinked;
    }

    /** Users are a network's, imports a site's. */
    private static function by(): string
    {
        return self::BY . (\is_multisite() && !\is_main_site() ? '_' . \get_current_blog_id() : '');
    }
}
