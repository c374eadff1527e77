// Owns how PHP that runs in a store gets at the plugin's parts.

/** Makes `$services`, new in each run. */
export const SERVICES = "$services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');";
