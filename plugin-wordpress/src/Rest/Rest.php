<?php
// Owns the interface over REST: which endpoints there are, who may ask, and how a failure is answered.
declare(strict_types=1);

namespace Cartsignal\Rest;

use Cartsignal\Fault;
use Cartsignal\Host\KeyFault;
use Cartsignal\Module;
use Cartsignal\Outbound\WebhookEndpoint;
use Cartsignal\Services;
use Cartsignal\Settings\Unfit;

final class Rest implements Module
{
    public const NAMESPACE = 'cartsignal/v1';

    /** Who runs the store. WordPress's cookie with its nonce, or an application password, says who asks. */
    public const CAPABILITY = 'manage_woocommerce';

    /** @var list<class-string<Endpoint>> */
    public const ENDPOINTS = [
        DescriptionEndpoint::class,
        \Cartsignal\Activity\ActivityEndpoint::class,
        \Cartsignal\Activity\ShopperEndpoint::class,
        \Cartsignal\Activity\WaitingEndpoint::class,
        \Cartsignal\Numbers\NumbersEndpoint::class,
        \Cartsignal\Moving\ImportsEndpoint::class,
        \Cartsignal\Moving\PastOrdersEndpoint::class,
        \Cartsignal\Moving\ExportsEndpoint::class,
        \Cartsignal\Alarms\AlarmsEndpoint::class,
        \Cartsignal\Console\ProviderEndpoint::class,
        \Cartsignal\Console\SettingsEndpoint::class,
        \Cartsignal\Console\SetupEndpoint::class,
        \Cartsignal\Console\StatusEndpoint::class,
        \Cartsignal\Trial\TrialEndpoint::class,
        WebhookEndpoint::class,
        \Cartsignal\Markets\MarketsEndpoint::class,
        \Cartsignal\Journeys\JourneysEndpoint::class,
        \Cartsignal\Journeys\HistoryEndpoint::class,
    ];

    public function __construct(private readonly Services $services)
    {
    }

    /** Called in `rest_api_init`. */
    public function register(): void
    {
        foreach (self::ENDPOINTS as $class) {
            $paths = [];
            foreach ((new $class($this->services))->operations() as $operation) {
                $paths[$operation->pattern()][] = $this->route($operation);
            }
            foreach ($paths as $pattern => $routes) {
                \register_rest_route(self::NAMESPACE, $pattern, $routes);
            }
        }
    }

    /** @return array<string, mixed> */
    private function route(Operation $operation): array
    {
        $checked = ['validate_callback' => 'rest_validate_request_arg', 'sanitize_callback' => 'rest_sanitize_request_arg'];
        return [
            'methods' => $operation->method,
            'args' => \array_map(static fn (array $schema): array => $schema + $checked, $operation->takes),
            'permission_callback' => static fn (): bool => \current_user_can(self::CAPABILITY),
            'callback' => fn (\WP_REST_Request $request) => $this->answer($operation, $request),
        ];
    }

    private function answer(Operation $operation, \WP_REST_Request $request): \WP_REST_Response|\WP_Error
    {
        $given = $request->get_params();
        // What WordPress itself adds to an address is no mistake.
        unset($given['_locale'], $given['rest_route'], $given['_wpnonce'], $given['_method'], $given['_envelope'], $given['_fields']);
        $unknown = \array_diff(\array_keys($given), \array_keys($operation->takes));
        if ($unknown !== []) {
            /* translators: %s: the name of a field. */
            $text = \sprintf(\__('There is no field `%s` here.', 'cartsignal'), \implode('`, `', $unknown));
            return new \WP_Error('unknown_field', $text, ['status' => 400]);
        }
        try {
            $answer = ($operation->does)($given);
            return $answer instanceof \WP_REST_Response ? $answer : self::fresh(new \WP_REST_Response($answer));
        } catch (RestFault $fault) {
            return new \WP_Error($fault->told, $fault->getMessage(), ['status' => $fault->status] + $fault->more);
        } catch (Unfit $unfit) {
            $text = \__('Something in it does not fit: see each field.', 'cartsignal');
            return new \WP_Error('unfit', $text, ['status' => 422, 'errors' => $unfit->errors]);
        } catch (KeyFault) {
            $text = \__('The keys of this store are missing or not those of its database. Nothing is read or sent until the file of keys is back: see Tools > Site Health.', 'cartsignal');
            return new \WP_Error('keys', $text, ['status' => 503]);
        } catch (\Throwable $error) {
            Fault::note($error, 'rest');
            $text = \__('That failed. The site\'s error log says where.', 'cartsignal');
            return new \WP_Error('failed', $text, ['status' => 500]);
        }
    }

    /** Shoppers' facts lie in no cache. */
    private static function fresh(\WP_REST_Response $response): \WP_REST_Response
    {
        $response->header('Cache-Control', 'no-store');
        return $response;
    }
}
