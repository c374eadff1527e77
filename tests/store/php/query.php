<?php
// Owns one query of a test to the store's database, with its parameters, on a connection of its own.
declare(strict_types=1);

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$order = json_decode((string) stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$database = mysqli_init();
$database->options(MYSQLI_OPT_INT_AND_FLOAT_NATIVE, 1);
$database->real_connect(null, 'root', '', $order['database'], 0, $order['socket']);
$database->set_charset('utf8mb4');
$statement = $database->prepare($order['query']);
$statement->execute($order['parameters'] === [] ? null : $order['parameters']);
$rows = $statement->get_result();

// JSON has no bytes and JavaScript no integers beyond 2^53.
$plain = static fn (mixed $value): mixed => match (true) {
    is_string($value) && !mb_check_encoding($value, 'UTF-8') => ['hex' => bin2hex($value)],
    is_int($value) && abs($value) > 2 ** 53 => (string) $value,
    default => $value,
};
$answer = $rows === false
    ? ['affected' => $statement->affected_rows, 'id' => $statement->insert_id]
    : array_map(static fn (array $row): array => array_map($plain, $row), $rows->fetch_all(MYSQLI_ASSOC));
fwrite(fopen('php://fd/3', 'w'), json_encode($answer, JSON_THROW_ON_ERROR));
