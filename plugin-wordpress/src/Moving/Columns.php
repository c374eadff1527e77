<?php
// Owns what the columns of a file are taken for: by their titles, and by what stands in their first rows.
declare(strict_types=1);

namespace Cartsignal\Moving;

/** Titles of Klaviyo's and CartBoss's files are words of this list; so are those of most others, in three languages. */
final class Columns
{
    /** What a column may be, and which titles say so, best first; `date` is of consent or opt-out. */
    private const TITLES = [
        'number' => [
            'sms phone', 'mobile phone', 'phone number', 'phone', 'mobile', 'msisdn', 'telefonnummer', 'handynummer',
            'handy', 'mobilnummer', 'telefon', 'numero de telephone', 'telephone', 'portable', 'number', 'recipient',
            'nummer', 'numero', 'tel',
        ],
        'status' => [
            'sms marketing consent', 'sms consent', 'sms marketing status', 'sms status', 'sms subscription',
            'sms opt in', 'sms optin', 'accepts sms marketing', 'subscription status', 'consent status', 'status',
            'subscribed', 'unsubscribed', 'opted in', 'opted out', 'opt in', 'opt out', 'consent', 'einwilligung',
            'abonniert', 'consentement', 'statut',
        ],
        'date' => [
            'sms marketing consent timestamp', 'sms consent timestamp', 'sms consent date', 'sms consented at',
            'sms subscribed at', 'consent timestamp', 'consent date', 'consented at', 'opt in date', 'opt in time',
            'optin date', 'subscribed at', 'subscription date', 'unsubscribed at', 'unsubscribe date', 'opt out date',
            'opted out at', 'opted in at', 'date added', 'timestamp', 'created at', 'created', 'datum', 'date',
            'zeitpunkt', 'abgemeldet am', 'angemeldet am', 'desinscrit le', 'inscrit le',
        ],
        'confirmed' => [
            'sms confirmed at', 'double opt in date', 'double opt in at', 'doi date', 'confirmed at',
            'confirmation date', 'bestaetigt am', 'bestatigt am', 'confirme le',
        ],
        'source' => [
            'sms marketing consent method', 'sms consent method', 'sms consent source', 'consent source',
            'consent method', 'opt in source', 'signup source', 'source', 'quelle', 'herkunft', 'origine', 'form',
            'list',
        ],
        'wording' => [
            'sms consent text', 'consent text', 'consent wording', 'wording', 'disclosure', 'opt in text',
            'consent language', 'einwilligungstext', 'texte du consentement',
        ],
        'country' => [
            'country code', 'country', 'land', 'pays', 'billing country', 'laendercode', 'landercode',
        ],
        'email' => [
            'email', 'e mail', 'email address', 'e mail adresse', 'adresse e mail', 'mail',
        ],
        'name' => [
            'first name', 'firstname', 'vorname', 'prenom', 'given name',
        ],
        'locale' => [
            'locale', 'language', 'sprache', 'langue',
        ],
    ];

    private const TITLE_CHARACTERS = 80;

    /** A title with one of these speaks of another channel. */
    private const OTHER_CHANNEL = '/\b(e ?mail|push|whatsapp|direct mail|landline|fax)\b/';

    /** What a column of each kind may look like: odd cells are the rows' matter, and seconds since 1970 look like a number. */
    private const LOOKS = [
        'number' => ['phone', 'text'],
        'date' => ['date', 'phone', 'text'],
        'confirmed' => ['date', 'phone', 'text', 'empty'],
        'email' => ['email', 'text'],
        'country' => ['country', 'text'],
    ];

    /**
     * @param list<string> $first The first row.
     * @param list<list<string>> $rows Some of the next ones.
     * @return array{has_titles: bool, mapping: array<string, int>,
     *     columns: list<array{place: int, title: string, looks_like: string, role: ?string}>}
     */
    public static function guess(array $first, array $rows): array
    {
        // A first row with a number, an address or a date in it has no titles; what is in it is somebody's.
        $looks = \array_map(static fn (string $cell): string => self::looks([$cell]), $first);
        $hasTitles = \array_intersect(['phone', 'email', 'date'], $looks) === [];
        $sample = $hasTitles ? $rows : [$first, ...$rows];
        $width = \max(0, ...\array_map('count', [$first, ...$rows]));
        $columns = [];
        for ($place = 0; $place < $width; $place += 1) {
            $cells = \array_map(static fn (array $row): string => $row[$place] ?? '', $sample);
            $title = $hasTitles ? (string) \preg_replace('/[\x00-\x1f\x7f]/', '', $first[$place] ?? '') : '';
            $columns[] = ['place' => $place, 'title' => \mb_substr($title, 0, self::TITLE_CHARACTERS), 'looks_like' => self::looks($cells), 'role' => null];
        }
        $mapping = [];
        foreach (\array_keys(self::TITLES) as $role) {
            $place = self::best($role, $columns, $mapping);
            if ($place !== null) {
                $mapping[$role] = $place;
                $columns[$place]['role'] = $role;
            }
        }
        return ['has_titles' => $hasTitles, 'columns' => $columns, 'mapping' => $mapping];
    }

    /** @return list<string> What a column may be mapped to. */
    public static function roles(): array
    {
        return \array_keys(self::TITLES);
    }

    /** @param array<string, int> $taken */
    private static function best(string $role, array $columns, array $taken): ?int
    {
        $fits = static fn (array $column): bool => !\in_array($column['place'], $taken, true)
            && \in_array($column['looks_like'], self::LOOKS[$role] ?? [$column['looks_like']], true);
        $free = \array_filter($columns, $fits);
        $isOfTexts = static fn (string $words): bool => ($role === 'email' || \preg_match(self::OTHER_CHANNEL, $words) === 0)
            && !self::isNarrower($role, $words);
        foreach (self::TITLES[$role] as $title) {
            foreach ($free as $column) {
                $words = self::words($column['title']);
                if ($words === $title || (\preg_match("/\\b$title\\b/", $words) === 1 && $isOfTexts($words))) {
                    return $column['place'];
                }
            }
        }
        // Where no title tells, the only column that looks like it is it.
        $look = ['number' => 'phone', 'status' => 'status', 'date' => 'date'][$role] ?? null;
        $alike = \array_filter($free, static fn (array $column): bool => $column['looks_like'] === $look
            && $isOfTexts(self::words($column['title'])));
        return \count($alike) === 1 ? \reset($alike)['place'] : null;
    }

    /** Returns whether a title that has a role's word in it means something else: a timestamp of a consent is no consent. */
    private static function isNarrower(string $role, string $words): bool
    {
        $speaksOf = static fn (string $others): bool => \preg_match("/\\b($others)\\b/", $words) === 1;
        return match ($role) {
            'status' => $speaksOf('timestamp|date|at|time|method|source|text|wording|detail|language|id|channel|kanal|canal'),
            'number' => $speaksOf('country|type|order|street|house|customer|id|valid'),
            'name' => $speaksOf('last|company'),
            'country' => $speaksOf('phone|calling|dial'),
            'date' => $speaksOf('birth|order|last|first|purchase|geburts|update|updated'),
            default => false,
        };
    }

    private static function words(string $title): string
    {
        return Statuses::plain($title);
    }

    /** @param list<string> $cells */
    private static function looks(array $cells): string
    {
        $cells = \array_values(\array_filter($cells, static fn (string $cell): bool => $cell !== ''));
        if ($cells === []) {
            return 'empty';
        }
        $most = static fn (\Closure $is): bool => \count(\array_filter($cells, $is)) * 5 >= \count($cells) * 4;
        $dates = new MomentReading('dmy', new \DateTimeZone('UTC'));
        return match (true) {
            $most(static fn (string $cell): bool => !\ctype_digit($cell) && $dates->read($cell) !== null) => 'date',
            $most(static fn (string $cell): bool => \preg_match('~\A\+?[\d\s()./\-\x{a0}]{7,24}\z~u', $cell) === 1
                && \preg_match_all('/\d/', $cell) >= 7) => 'phone',
            $most(static fn (string $cell): bool => \preg_match('/\A[^@\s]+@[^@\s]+\.[^@\s]+\z/', $cell) === 1) => 'email',
            $most(static fn (string $cell): bool => Statuses::meaning($cell) !== null) => 'status',
            $most(static fn (string $cell): bool => \preg_match('/\A[A-Z]{2}\z/', $cell) === 1) => 'country',
            default => 'text',
        };
    }
}
