<?php
// Owns the mark outside the database of the last text that was begun: a restored database does not know it.
declare(strict_types=1);

namespace Cartsignal\Settings;

use Cartsignal\Host\Mark;

final class MarkFile implements Mark
{
    private const NAME = 'cartsignal-mark';

    private const TITLE = 'The last text that Cartsignal began. A database put back from a backup does not know it.';

    /** Returns where the file is: beside the file of keys, which the sites of a network share; each has its own mark. */
    public static function path(): string
    {
        $site = \is_multisite() ? '-' . \get_current_blog_id() : '';
        return \dirname(KeyFile::path()) . '/' . self::NAME . "$site.php";
    }

    public function read(): ?string
    {
        return $this->file()->read()['reference'] ?? null;
    }

    /** @throws \RuntimeException It cannot be written: the text must not go. */
    public function write(string $reference): void
    {
        if (!$this->file()->replace(['reference' => $reference])) {
            throw new \RuntimeException('the mark beside the file of keys cannot be written');
        }
    }

    private function file(): PrivateFile
    {
        return new PrivateFile(self::path(), self::TITLE);
    }
}
