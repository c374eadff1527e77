<?php
// Owns the download of the consent proof: who may have it, and how it is handed over.
declare(strict_types=1);

namespace Cartsignal\Privacy;

use Cartsignal\Fault;
use Cartsignal\Services;

final class ProofExport
{
    public const ACTION = 'cartsignal_consent_proof';

    public function __construct(private readonly Services $services)
    {
    }

    /** Returns the address of the download for whoever is logged in; it is good for a day. */
    public static function url(): string
    {
        return \wp_nonce_url(\admin_url('admin-post.php?action=' . self::ACTION), self::ACTION);
    }

    /** Returns whether somebody may have it: numbers and all. */
    public static function isAllowed(): bool
    {
        return \current_user_can('manage_woocommerce') || \current_user_can('manage_options');
    }

    /** @return array<string, string> For the plugin's row in the list of plugins, where it is deleted, too. */
    public static function links(): array
    {
        if (!self::isAllowed()) {
            return [];
        }
        $text = \__('Download consent proof', 'cartsignal');
        return ['cartsignal_proof' => '<a href="' . \esc_url(self::url()) . '">' . \esc_html($text) . '</a>'];
    }

    /** Answers the request and ends it. */
    public function answer(): never
    {
        if (!self::isAllowed()) {
            $text = \__('You are not allowed to download the consent proof.', 'cartsignal');
            \wp_die(\esc_html($text), '', ['response' => 403]);
        }
        \check_admin_referer(self::ACTION);
        try {
            $rows = (new ProofRows($this->services))->all();
            // The first row is read before anything is said: a database that is away is no empty file.
            $rows->valid();
        } catch (\Throwable $error) {
            Fault::note($error, 'privacy.proof');
            $text = \__('The consent proof cannot be read at the moment.', 'cartsignal');
            \wp_die(\esc_html($text), '', ['response' => 500]);
        }
        try {
            $this->send($rows);
        } catch (\Throwable $error) {
            Fault::note($error, 'privacy.proof');
            // A file that ends early must not pass for the whole.
            // phpcs:ignore WordPress.Security.EscapeOutput -- a file, no page.
            echo Csv::line(['incomplete']);
        }
        exit;
    }

    /** @param \Generator<list<string>> $rows */
    private function send(\Generator $rows): void
    {
        if (\function_exists('set_time_limit')) {
            @\set_time_limit(0);
        }
        \nocache_headers();
        \header('Content-Type: text/csv; charset=utf-8');
        \header('Content-Disposition: attachment; filename="cartsignal-consent-proof-' . \gmdate('Y-m-d') . '.csv"');
        \header('X-Content-Type-Options: nosniff');
        // phpcs:disable WordPress.Security.EscapeOutput.OutputNotEscaped -- a file, not a page; Csv guards its cells.
        echo Csv::line(ProofRows::COLUMNS);
        foreach ($rows as $row) {
            echo Csv::line($row);
        }
        // phpcs:enable
    }
}
