<?php
// Owns the webhook over REST: reading and saving it, a test event, going on after a pause.
declare(strict_types=1);

namespace Cartsignal\Outbound;

use Cartsignal\Rest\Endpoint;
use Cartsignal\Rest\Operation;
use Cartsignal\Rest\RestFault;
use Cartsignal\Services;
use Cartsignal\Settings\Unfit;

final class WebhookEndpoint implements Endpoint
{
    private const SHOWN = 20;

    private const MOST_BYTES = 512;

    public function __construct(private readonly Services $services)
    {
    }

    public function operations(): array
    {
        $events = ['type' => 'array', 'items' => ['type' => 'string', 'enum' => Event::NAMES], 'maxItems' => 6];
        $takes = [
            'url' => ['type' => ['string', 'null'], 'maxLength' => self::MOST_BYTES, 'description' => 'Null or empty: off.'],
            'events' => $events,
            'numbers' => ['type' => 'boolean'],
            'renew_secret' => ['type' => 'boolean'],
        ];
        $state = self::state($events);
        $saved = $state;
        $saved['properties']['secret'] = ['type' => 'string', 'description' => 'Only where it was made just then.'];
        $read = fn (array $given): array => $this->read();
        $test = fn (array $given): array => $this->test();
        $resume = fn (array $given): array => $this->resume();
        $summary = 'Saves the outbound webhook; without an address it is off.';
        return [
            new Operation('GET', '/webhook', 'Returns the outbound webhook and its last events.', [], $state, $read),
            new Operation('PUT', '/webhook', $summary, $takes, $saved, $this->save(...)),
            new Operation('POST', '/webhook/test', 'Sends a test event now.', [], self::tested(), $test),
            new Operation('POST', '/webhook/resume', 'Sends again after a pause.', [], $state, $resume),
        ];
    }

    /** @return array<string, mixed> */
    private function read(): array
    {
        $kept = $this->services->settings()->all()['webhook'] ?? null;
        $queue = new Queue($this->services->database());
        $receiver = (new Receiver($this->services->database()))->read();
        return [
            'url' => $kept['url'] ?? null,
            'events' => $kept['events'] ?? Event::NAMES,
            'numbers' => $kept['numbers'] ?? false,
            'has_secret' => isset($kept['sealed']),
            'state' => match (true) {
                $kept === null => 'off',
                $receiver['paused_at'] !== null => 'paused',
                $receiver['failing_since'] !== null => 'failing',
                default => 'working',
            },
            'waiting' => $queue->waiting(),
            'failing_since' => $receiver['failing_since'],
            'paused_at' => $receiver['paused_at'],
            'dropped' => $receiver['dropped'],
            'deliveries' => \array_map(self::shown(...), $queue->latest(self::SHOWN)),
        ];
    }

    /**
     * @param array<string, mixed> $given
     * @return array<string, mixed>
     */
    private function save(array $given): array
    {
        $before = $this->services->settings()->all()['webhook'] ?? null;
        $url = \trim((string) (\array_key_exists('url', $given) ? $given['url'] : $before['url'] ?? ''));
        if ($url === '') {
            $this->services->settings()->change(['webhook' => null]);
            (new Queue($this->services->database()))->clear();
            $this->start();
            return $this->read();
        }
        if (Address::of($url) === null) {
            throw new Unfit(['/url' => \__('Enter an https address on the internet. Addresses of private networks, other ports, and names that can\'t be found are refused.', 'cartsignal')]);
        }
        $isNew = !isset($before['sealed']) || ($given['renew_secret'] ?? false);
        $secret = $isNew ? ['secret' => Delivery::secret()] : [];
        try {
            $this->services->settings()->change(['webhook' => $secret + [
                'url' => $url,
                'events' => \array_values(\array_unique($given['events'] ?? $before['events'] ?? Event::NAMES)),
                'numbers' => $given['numbers'] ?? $before['numbers'] ?? false,
            ]]);
        } catch (Unfit $unfit) {
            $own = static fn (string $at): string => \preg_replace('#\A/webhook#', '', $at);
            throw new Unfit(\array_combine(\array_map($own, \array_keys($unfit->errors)), $unfit->errors));
        }
        if ($url !== ($before['url'] ?? null)) {
            $this->start();
        }
        return $this->read() + $secret;
    }

    /** @return array<string, mixed> */
    private function test(): array
    {
        $webhook = $this->services->settings()->webhook()
            ?? throw new RestFault('webhook_off', \__('Enter an address and save it first.', 'cartsignal'), 409);
        $now = $this->services->now();
        $id = 'evt_' . \bin2hex(\random_bytes(16));
        $row = ['id' => $id, 'event' => Event::TEST, 'at' => $now, 'recipient' => null, 'told' => '{}'];
        $heard = (new Delivery($webhook, $this->services->people()))->send($row, $now);
        return [
            'delivered' => $heard['error'] === null,
            'status' => $heard['status'],
            'error' => $heard['error'],
            'sentence' => self::sentence($heard),
            'took_ms' => $this->services->now() - $now,
        ];
    }

    /** @return array<string, mixed> */
    private function resume(): array
    {
        $this->start();
        (new Queue($this->services->database()))->hurry($this->services->now());
        \Cartsignal\Wake\Wake::soon();
        return $this->read();
    }

    private function start(): void
    {
        (new Receiver($this->services->database()))->forget();
        $this->services->host()->permission()->quiet(Outbound::ALARM);
    }

    /** @param array{status: ?int, error: ?string} $heard */
    private static function sentence(array $heard): string
    {
        return match ($heard['error']) {
            null => \__('The receiver took the test event.', 'cartsignal'),
            'address' => \__('The address can\'t be found, or leads into a private network.', 'cartsignal'),
            'timeout' => \__('The receiver did not answer within 5 seconds.', 'cartsignal'),
            'redirect' => \__('The receiver sent the event on to another address. Enter that one instead.', 'cartsignal'),
            'connection' => \__('No secure connection to the receiver could be made.', 'cartsignal'),
            /* translators: %d: a status of HTTP, as 404. */
            default => \sprintf(\__('The receiver answered with status %d. It has to answer with 200 to 299.', 'cartsignal'), (int) $heard['status']),
        };
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function shown(array $row): array
    {
        $next = $row['state'] === 'waiting' ? $row['due_at'] : null;
        unset($row['due_at']);
        return ['next_at' => $next] + $row;
    }

    /**
     * @param array<string, mixed> $events
     * @return array<string, mixed>
     */
    private static function state(array $events): array
    {
        $moment = ['type' => ['integer', 'null'], 'description' => 'In ms since epoch.'];
        $delivery = ['type' => 'object', 'properties' => [
            'id' => ['type' => 'string'],
            'event' => ['type' => 'string'],
            'at' => ['type' => 'integer'],
            'state' => ['type' => 'string', 'enum' => ['waiting', 'delivered', 'given_up']],
            'tries' => ['type' => 'integer'],
            'status' => ['type' => ['integer', 'null']],
            'error' => ['type' => ['string', 'null']],
            'next_at' => $moment,
            'settled_at' => $moment,
        ]];
        return ['type' => 'object', 'properties' => [
            'url' => ['type' => ['string', 'null']],
            'events' => $events,
            'numbers' => ['type' => 'boolean'],
            'has_secret' => ['type' => 'boolean'],
            'state' => ['type' => 'string', 'enum' => ['off', 'working', 'failing', 'paused']],
            'waiting' => ['type' => 'integer'],
            'failing_since' => $moment,
            'paused_at' => $moment,
            'dropped' => ['type' => 'integer'],
            'deliveries' => ['type' => 'array', 'items' => $delivery],
        ]];
    }

    /** @return array<string, mixed> */
    private static function tested(): array
    {
        return ['type' => 'object', 'properties' => [
            'delivered' => ['type' => 'boolean'],
            'status' => ['type' => ['integer', 'null']],
            'error' => ['type' => ['string', 'null']],
            'sentence' => ['type' => 'string'],
            'took_ms' => ['type' => 'integer'],
        ]];
    }
}
