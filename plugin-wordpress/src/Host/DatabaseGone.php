<?php
// Owns the fault of a database that cannot be worked with at the moment; nothing that was written is to blame.
declare(strict_types=1);

namespace Cartsignal\Host;

/**
 * The connection broke or could not be opened, others hold the locks for too long, the disk is full, the tables are not
 * there. What was under way is not kept; the next call begins anew.
 */
final class DatabaseGone extends \RuntimeException
{
    public const LOST_NUMBER = 2006;

    /**
     * The connection is of no use any more. Source, as of all here: the lists of errors of MySQL 8.4 and MariaDB 11.4.
     */
    private const LOST = [
        2002, 2003, 2006, 2013, 2014, 2055, 2057, // the client's
        1053, 1077, 1080, 1152, 1158, 1159, 1160, 1161, 1184, // shutting down, network
        1927, 4031, // killed, idle for too long
    ];

    /** The database's errors besides, as opposed to those of a statement or what it writes. */
    private const OTHERS = [
        2005, 2054, 1040, 1042, 1043, 1045, 1046, 1047, 1049, 1129, 1130, 1203, 1226, 1524, 3118, 3159, // connecting
        1044, 1142, 1143, 1227, 1370, // rights
        1021, 1026, 1030, 1037, 1038, 1041, 1105, 1114, 1180, // disk, memory
        1205, 1206, 1213, // locks
        1036, 1290, 1665, 1792, 1836, // read-only, or a log that transactions can't be written to
        1317, 1969, 3024, // killed, or too slow
        1033, 1054, 1146, 1194, 1195, 1932, // tables that were not migrated, or are broken
    ];

    /**
     * @param int $number The server's or client's number of the error. Its words may quote what was written: not kept.
     */
    public function __construct(public readonly int $number, string $doing)
    {
        parent::__construct("the database cannot be worked with: error $number while $doing", $number);
    }

    /** Returns whether an error is the database's. */
    public static function speaks(int $number): bool
    {
        return \in_array($number, self::LOST, true) || \in_array($number, self::OTHERS, true);
    }

    /** Returns whether the connection is of no use any more. */
    public function isLost(): bool
    {
        return \in_array($this->number, self::LOST, true);
    }
}
