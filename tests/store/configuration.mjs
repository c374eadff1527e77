// Owns the configuration files of a store's programs: php.ini settings, the pool, the web server, wp-config.php.
import { join } from "node:path";

const TYPES = {
  "text/html": "html htm",
  "text/css": "css",
  "text/plain": "txt",
  "application/javascript": "js mjs",
  "application/json": "json map",
  "application/wasm": "wasm",
  "image/svg+xml": "svg",
  "image/png": "png",
  "image/jpeg": "jpg jpeg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/x-icon": "ico",
  "font/woff": "woff",
  "font/woff2": "woff2",
  "application/zip": "zip",
};

/**
 * Returns what php.ini is told, for the pool and for the command line: PHP as a good host runs it.
 * @param {string} folder
 */
export function phpSettings(folder) {
  return {
    "opcache.enable": 1,
    "opcache.jit": "off",
    "opcache.jit_buffer_size": 0,
    "opcache.memory_consumption": 256,
    "opcache.interned_strings_buffer": 16,
    "opcache.max_accelerated_files": 20000,
    // Edits are seen at once, however new the file.
    "opcache.validate_timestamps": 1,
    "opcache.revalidate_freq": 0,
    "opcache.file_update_protection": 0,
    memory_limit: "512M",
    max_execution_time: 120,
    upload_max_filesize: "64M",
    post_max_size: "64M",
    "date.timezone": "UTC",
    display_errors: 0,
    log_errors: 1,
    error_log: phpLog(folder),
    sys_temp_dir: join(folder, "tmp"),
    upload_tmp_dir: join(folder, "tmp"),
    // Nothing leaves this machine; mails are kept by the store's own must-use plugin.
    sendmail_path: "/bin/false",
  };
}

/** Returns where PHP writes what went wrong. */
export function phpLog(folder) {
  return join(folder, "log", "php-errors.log");
}

/** Returns the pool's file. Its workers are there from the start, so that no request waits for one to be born. */
export function fpmConfiguration({ folder, workers }) {
  return `[global]
pid = ${join(folder, "fpm.pid")}
error_log = ${join(folder, "log", "php-fpm.log")}
log_level = warning
daemonize = no

[store]
listen = ${join(folder, "fpm.sock")}
listen.backlog = 511
pm = static
pm.max_children = ${workers}
catch_workers_output = yes
decorate_workers_output = no
clear_env = no
`;
}

/** Returns the web server's file. */
export function nginxConfiguration({ folder, port, isRoot }) {
  const types = Object.entries(TYPES).map(([type, endings]) => `    ${type} ${endings};`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `  ${name}_temp_path ${join(folder, "tmp", name)};`,
  );
  return `daemon off;
worker_processes 1;
pid ${join(folder, "nginx.pid")};
error_log ${join(folder, "log", "nginx-errors.log")} warn;
${isRoot ? "user root;" : ""}
events { worker_connections 1024; }
http {
  access_log ${join(folder, "log", "nginx-access.log")};
${temporary.join("\n")}
  default_type application/octet-stream;
  types {
${types.join("\n")}
  }
  sendfile on;
  server_tokens off;
  client_max_body_size 64m;
  gzip on;
  gzip_types text/css application/javascript application/json image/svg+xml;
  # A redirect made here must not name another host or port than the visitor's.
  absolute_redirect off;
  server {
    listen 127.0.0.1:${port} default_server;
    server_name 127.0.0.1;
    root ${join(folder, "site")};
    index index.php index.html;
    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ \\.php$ {
      try_files $uri =404;
      fastcgi_pass unix:${join(folder, "fpm.sock")};
      fastcgi_read_timeout 300s;
      fastcgi_buffers 32 16k;
      fastcgi_buffer_size 32k;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param SCRIPT_NAME $fastcgi_script_name;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param DOCUMENT_URI $document_uri;
      fastcgi_param DOCUMENT_ROOT $document_root;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param REQUEST_SCHEME $scheme;
      fastcgi_param GATEWAY_INTERFACE CGI/1.1;
      fastcgi_param SERVER_SOFTWARE nginx;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param REMOTE_PORT $remote_port;
      fastcgi_param SERVER_ADDR $server_addr;
      fastcgi_param SERVER_PORT $server_port;
      fastcgi_param SERVER_NAME $server_name;
      # The trap: the file that Debian ships sets the host without its port, and WordPress redirects for ever.
      fastcgi_param HTTP_HOST $http_host;
      fastcgi_param REDIRECT_STATUS 200;
    }
  }
}
`;
}

/**
 * Returns wp-config.php. `fileChanges`: whether WordPress may install and delete plugins.
 * @param {{ folder: string, database: { password: string }, salts: string[], cron: string, fileChanges: boolean }} options
 */
export function wordpressConfiguration({ folder, database, salts, cron, fileChanges }) {
  const saltNames = ["AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE"].flatMap((name) => [`${name}_KEY`, `${name}_SALT`]);
  const constants = {
    DB_NAME: "wordpress",
    DB_USER: "wordpress",
    DB_PASSWORD: database.password,
    DB_HOST: `localhost:${join(folder, "database.sock")}`,
    DB_CHARSET: "utf8mb4",
    DB_COLLATE: "",
    ...Object.fromEntries(saltNames.map((name, at) => [name, salts[at]])),
    WP_DEBUG: true,
    WP_DEBUG_DISPLAY: false,
    WP_DEBUG_LOG: phpLog(folder),
    // Loopback goes through: WordPress lets its own host and localhost pass.
    WP_HTTP_BLOCK_EXTERNAL: true,
    AUTOMATIC_UPDATER_DISABLED: true,
    DISALLOW_FILE_MODS: !fileChanges,
    FS_METHOD: "direct",
    DISABLE_WP_CRON: cron !== "page",
    CARTSIGNAL_STORE_FOLDER: folder,
  };
  const lines = Object.entries(constants).map(([name, value]) => `define('${name}', ${phpLiteral(value)});`);
  return `<?php
${lines.join("\n")}
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
}

function phpLiteral(value) {
  return typeof value === "boolean" ? String(value) : `'${value.replace(/[\\']/g, "\\$&")}'`;
}
