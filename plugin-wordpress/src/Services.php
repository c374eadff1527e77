<?php
// Owns which part of the plugin works with which: each is made when it is first asked for, once in a request.
declare(strict_types=1);

namespace Cartsignal;

final class Services
{
    /** @var array<string, object> What was made, by the name of its method. */
    private array $made = [];

    /** @param string $file The plugin's main file. */
    public function __construct(public readonly string $file)
    {
    }

    /** Returns the plugin's folder on disk, without a slash at the end. */
    public function folder(): string
    {
        return \dirname($this->file);
    }

    /** Returns the address of a file of the plugin. */
    public function url(string $path): string
    {
        return \plugins_url($path, $this->file);
    }

    public function settings(): Settings\Settings
    {
        return $this->once(__FUNCTION__, fn () => new Settings\Settings($this->keys(...)));
    }

    /** @throws Host\KeyFault They are missing: nothing can be sealed, nothing is sent. */
    public function keys(): Host\Keys
    {
        return $this->once(__FUNCTION__, fn () => new Host\Keys(Settings\KeyFile::secrets()));
    }

    /** Returns the plugin's own connection, opened when it is first used; WordPress's is never in its transactions. */
    public function database(): Host\Database
    {
        return $this->once(__FUNCTION__, static fn () => Settings\Connection::open());
    }

    public function vault(): Host\Vault
    {
        return $this->once(__FUNCTION__, fn () => new Host\Vault($this->database(), $this->keys(), \random_bytes(...)));
    }

    public function inbox(): Host\Inbox
    {
        return $this->once(__FUNCTION__, fn () => new Host\Inbox($this->database(), $this->vault()));
    }

    public function people(): Host\People
    {
        return $this->once(__FUNCTION__, fn () => new Host\People($this->database(), $this->vault()));
    }

    public function links(): Host\Links
    {
        return $this->once(__FUNCTION__, fn () => new Host\Links($this->database(), $this->keys(), \random_bytes(...)));
    }

    public function core(): Core\Core
    {
        return $this->once(__FUNCTION__, static fn () => Core\Core::ready());
    }

    /** Returns the host: what takes arrivals in, decides by the core, and sends. Not for a shopper's request. */
    public function host(): Host\Host
    {
        return $this->once(__FUNCTION__, fn () => Provider\HostOfStore::open($this));
    }

    /** Returns what capture writes with: one row in the inbox, by WordPress's own connection. */
    public function arrivals(): Capture\Arrivals
    {
        return $this->once(__FUNCTION__, fn () => new Capture\Arrivals($this));
    }

    public function visitor(): Capture\Visitor
    {
        return $this->once(__FUNCTION__, fn () => new Capture\Visitor($this));
    }

    /** Returns the time in ms since epoch. */
    public function now(): int
    {
        return (int) \floor(\microtime(true) * 1_000);
    }

    /** Tells that a point between two effects is reached; tests end the process there. */
    public function point(string $name): void
    {
        \do_action('cartsignal_point', $name);
    }

    /**
     * Runs a hook's work; whatever goes wrong in it is noted and stays inside.
     *
     * @template T
     * @param string $where As `capture.cart`.
     * @param \Closure(): T $work
     * @return T|null
     */
    public function safely(string $where, \Closure $work): mixed
    {
        try {
            return $work();
        } catch (\Throwable $error) {
            Fault::note($error, $where);
            return null;
        }
    }

    /**
     * @template T of object
     * @param \Closure(): T $make
     * @return T
     */
    private function once(string $name, \Closure $make): object
    {
        return $this->made[$name] ??= $make();
    }
}
