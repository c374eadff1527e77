<?php
// Owns the tables as the first release of the database has them; later releases change them in Migrations.php.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * Sealed columns hold what is personal, encrypted with the data key of one person (Vault.php). What is left in clear
 * when that key is erased: keyed hashes, times, states, reasons, and the opt-outs. Keys are bytes, compared byte by
 * byte; those that are looked up fit the 767 bytes that an index has on old row formats. `seen_day` is the day since
 * the epoch on which a state was last written, for retention.
 */
final class Tables
{
    private const SIDE = "ENUM('shopper', 'recipient', 'shop') CHARACTER SET ascii NOT NULL";

    /** Since version 3. */
    public const WEBHOOKS = "place BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, id VARBINARY(64) NOT NULL,
        event VARBINARY(16) NOT NULL, at BIGINT NOT NULL, recipient VARBINARY(64) NULL, told MEDIUMTEXT NOT NULL,
        state ENUM('waiting', 'delivered', 'given_up') CHARACTER SET ascii NOT NULL DEFAULT 'waiting',
        tries INT NOT NULL DEFAULT 0, due_at BIGINT NOT NULL, status INT NULL, error VARBINARY(32) NULL,
        settled_at BIGINT NULL, UNIQUE KEY id (id), KEY due (state, due_at)";

    /** @return array<string, string> What is between the brackets of CREATE TABLE, by the table's name. */
    public static function first(): array
    {
        $side = self::SIDE;
        return [
            'settings' => 'name VARBINARY(64) NOT NULL PRIMARY KEY, value MEDIUMTEXT NOT NULL',
            'programs' => 'program BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, hash VARBINARY(64) NOT NULL,
                bytes LONGBLOB NOT NULL, configuration LONGBLOB NOT NULL, link_origin TEXT NOT NULL,
                currency VARBINARY(8) NOT NULL, at BIGINT NOT NULL, in_force TINYINT NOT NULL, KEY hash (hash),
                KEY in_force (in_force)',
            'counters' => 'id TINYINT NOT NULL PRIMARY KEY, bytes LONGBLOB NULL',

            'data_keys' => "side $side, person VARBINARY(64) NOT NULL, wrapped VARBINARY(128) NOT NULL,
                PRIMARY KEY (side, person)",
            'contacts' => "side $side, person VARBINARY(64) NOT NULL, sealed MEDIUMBLOB NOT NULL,
                PRIMARY KEY (side, person)",
            'consents' => "evidence VARBINARY(128) NOT NULL PRIMARY KEY,
                kind ENUM('granted', 'revoked') CHARACTER SET ascii NOT NULL, purposes VARBINARY(255) NOT NULL,
                recipient VARBINARY(64) NULL, shopper VARBINARY(64) NULL, at BIGINT NOT NULL, shown MEDIUMTEXT NOT NULL,
                KEY recipient (recipient, at), KEY shopper (shopper, at)",
            'opt_outs' => 'recipient VARBINARY(64) NOT NULL, channel VARBINARY(16) NOT NULL, at BIGINT NOT NULL,
                PRIMARY KEY (recipient, channel)',

            'inbox' => "place BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, natural_key VARBINARY(255) NOT NULL,
                kind VARBINARY(16) NOT NULL, shopper VARBINARY(64) NULL, recipient VARBINARY(64) NULL,
                wrapped VARBINARY(128) NULL, sealed MEDIUMBLOB NULL, at BIGINT NOT NULL,
                state ENUM('pending', 'done', 'quarantined') CHARACTER SET ascii NOT NULL DEFAULT 'pending',
                attempts INT NOT NULL DEFAULT 0, not_before BIGINT NOT NULL DEFAULT 0, error VARBINARY(64) NULL,
                done_at BIGINT NULL, UNIQUE KEY natural_key (natural_key), KEY next_one (state, place),
                KEY next_time (state, not_before), KEY recipient (recipient, state), KEY shopper (shopper, state),
                KEY done_at (done_at)",

            'shoppers' => 'shopper VARBINARY(64) NOT NULL PRIMARY KEY, state MEDIUMBLOB NULL,
                points_at VARBINARY(64) NULL,
                seen_day INT NOT NULL DEFAULT 0, KEY points_at (points_at), KEY seen_day (seen_day)',
            'aliases' => 'alias VARBINARY(64) NOT NULL PRIMARY KEY, survivor VARBINARY(64) NOT NULL,
                KEY survivor (survivor)',
            'recipients' => 'recipient VARBINARY(64) NOT NULL PRIMARY KEY, state MEDIUMBLOB NULL,
                seen_day INT NOT NULL DEFAULT 0, KEY seen_day (seen_day)',
            'wakes' => "side $side, person VARBINARY(64) NOT NULL, at BIGINT NOT NULL, reason VARBINARY(64) NOT NULL,
                PRIMARY KEY (side, person), KEY due (at)",
            'topics' => 'shopper VARBINARY(64) NOT NULL, name VARBINARY(191) NOT NULL, place_in_line BIGINT NOT NULL,
                PRIMARY KEY (shopper, name), KEY listeners (name, place_in_line, shopper)',
            'facts' => 'id VARBINARY(128) NOT NULL PRIMARY KEY, counts VARBINARY(64) NOT NULL, day INT NOT NULL,
                counted_by VARBINARY(255) NOT NULL, value BIGINT NOT NULL, KEY day (day)',

            'decisions' => 'place BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, decision VARBINARY(64) NOT NULL,
                at BIGINT NOT NULL, shopper VARBINARY(64) NULL, recipient VARBINARY(64) NULL,
                act VARBINARY(32) NOT NULL,
                reason VARBINARY(64) NOT NULL, told MEDIUMTEXT NOT NULL, UNIQUE KEY decision (decision), KEY at (at),
                KEY recipient (recipient, at), KEY shopper (shopper, at)',
            'outbox' => "place BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, decision VARBINARY(64) NOT NULL,
                act VARBINARY(32) NOT NULL, shopper VARBINARY(64) NULL, recipient VARBINARY(64) NULL,
                class VARBINARY(32) NULL, country VARBINARY(8) NULL, decided_at BIGINT NOT NULL, not_after BIGINT NULL,
                sealed MEDIUMBLOB NULL, state ENUM('waiting', 'attempting', 'accepted', 'refused', 'unknown')
                CHARACTER SET ascii NOT NULL DEFAULT 'waiting', cancelled TINYINT NOT NULL DEFAULT 0,
                why VARBINARY(64) NULL, code VARBINARY(64) NULL, reference VARBINARY(64) NULL,
                provider VARBINARY(32) NULL,
                provider_id VARBINARY(191) NULL, attempted_at BIGINT NULL, due_at BIGINT NULL, parts INT NULL,
                charged TINYINT NOT NULL DEFAULT 0, receipt VARBINARY(32) NULL, settled_at BIGINT NULL,
                UNIQUE KEY decision (decision), UNIQUE KEY reference (reference), KEY provider_id (provider_id),
                KEY in_state (state, place), KEY due (state, due_at), KEY recipient (recipient, state),
                KEY shopper (shopper)",
            'outcomes' => 'place BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, decision VARBINARY(64) NOT NULL,
                at BIGINT NOT NULL, what VARBINARY(32) NOT NULL, why VARBINARY(64) NULL, code VARBINARY(64) NULL,
                KEY decision (decision, place), KEY at (at)',
            'links' => 'hash VARBINARY(32) NOT NULL PRIMARY KEY, kind VARBINARY(16) NOT NULL,
                decision VARBINARY(64) NOT NULL,
                recipient VARBINARY(64) NULL, shopper VARBINARY(64) NULL, cart VARBINARY(64) NULL,
                expires_at BIGINT NOT NULL, used_at BIGINT NULL, KEY decision (decision), KEY recipient (recipient),
                KEY expires_at (expires_at)',

            'hook_keys' => 'provider VARBINARY(32) NOT NULL, replay VARBINARY(255) NOT NULL,
                keep_until BIGINT NOT NULL, PRIMARY KEY (provider, replay), KEY keep_until (keep_until)',
            'hook_counts' => 'provider VARBINARY(32) NOT NULL, day INT NOT NULL, what VARBINARY(32) NOT NULL,
                times BIGINT NOT NULL, PRIMARY KEY (provider, day, what), KEY day (day)',
            'replies' => "place BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, recipient VARBINARY(64) NOT NULL,
                at BIGINT NOT NULL, kind VARBINARY(16) NOT NULL, sealed MEDIUMBLOB NULL,
                state ENUM('waiting', 'noted', 'cleared', 'stop') CHARACTER SET ascii NOT NULL,
                provider_id VARBINARY(191) NOT NULL, UNIQUE KEY provider_id (provider_id), KEY in_state (state, place),
                KEY recipient (recipient)",

            'carts' => 'cart VARBINARY(64) NOT NULL PRIMARY KEY, shopper VARBINARY(64) NULL, sealed MEDIUMBLOB NULL,
                at BIGINT NOT NULL, order_id BIGINT NULL, KEY shopper (shopper), KEY order_id (order_id), KEY at (at)',
            'coupons' => 'decision VARBINARY(64) NOT NULL PRIMARY KEY, coupon_id BIGINT NULL,
                code_hash VARBINARY(32) NULL,
                recipient VARBINARY(64) NULL, shopper VARBINARY(64) NULL, expires_at BIGINT NULL,
                state VARBINARY(16) NOT NULL, KEY coupon_id (coupon_id), KEY code_hash (code_hash),
                KEY recipient (recipient), KEY expires_at (state, expires_at)',

            'limits' => 'name VARBINARY(64) NOT NULL PRIMARY KEY, times BIGINT NOT NULL, keep_until BIGINT NOT NULL,
                KEY keep_until (keep_until)',
            'guesses' => 'slot SMALLINT UNSIGNED NOT NULL PRIMARY KEY, remaining INT NOT NULL, at BIGINT NOT NULL',
        ];
    }
}
