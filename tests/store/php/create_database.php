<?php
// Owns the empty database of a new store and the account that WordPress reaches it with.
declare(strict_types=1);

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$order = json_decode((string) stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$database = new mysqli(null, 'root', '', '', 0, $order['socket']);
$password = $database->real_escape_string($order['password']);
$database->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci');
$database->query("CREATE USER wordpress@localhost IDENTIFIED BY '$password'");
$database->query('GRANT ALL PRIVILEGES ON wordpress.* TO wordpress@localhost');
