<?php
// Owns what a class has to offer that answers over REST.
declare(strict_types=1);

namespace Cartsignal\Rest;

/** Made with the plugin's services. */
interface Endpoint
{
    /**
     * Returns what can be asked. Calls nothing of WordPress: the description of the interface is written without it.
     *
     * @return list<Operation>
     */
    public function operations(): array;
}
