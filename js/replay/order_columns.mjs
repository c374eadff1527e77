// Owns which column of which export says what: one table per kind of file, by the names in its first line.
import { Complaint, exitCodes } from "./complaint.mjs";

/** @typedef {"shopify" | "woocommerce" | "mapped"} OrderFile */
/** @typedef {{kind: OrderFile, columns: Record<string, number[]>}} Layout Places of the columns of each field. */

/** What a column may be mapped to, and whether a file is of use without it. */
export const FIELDS = /** @type {const} */ ([
  "order",
  "at",
  "shopper",
  "email",
  "phone",
  "first_name",
  "country",
  "region",
  "locale",
  "currency",
  "status",
  "product",
  "variant",
  "category",
  "quantity",
  "unit_price",
  "line_total",
  "total",
  "discount",
  "refunded",
  "paid_at",
  "cancelled_at",
  "cart",
  "items",
  "method",
]);

/** Shopify admin, Orders, Export. Source: Shopify help, "Exporting orders"; columns are named in English always. */
const SHOPIFY = {
  order: ["Name"],
  at: ["Created at"],
  email: ["Email"],
  phone: ["Phone", "Billing Phone", "Shipping Phone"],
  first_name: ["Billing Name", "Shipping Name"],
  country: ["Billing Country", "Shipping Country"],
  region: ["Billing Province", "Shipping Province"],
  currency: ["Currency"],
  status: ["Financial Status"],
  product: ["Lineitem sku", "Lineitem name"],
  quantity: ["Lineitem quantity"],
  unit_price: ["Lineitem price"],
  total: ["Total"],
  discount: ["Discount Amount"],
  refunded: ["Refunded Amount"],
  paid_at: ["Paid at"],
  cancelled_at: ["Cancelled at"],
};

/**
 * WooCommerce has no order CSV of its own with all fields; these are the headings of the exporters in use: WooCommerce's
 * "Customer / Order / Coupon Export" (order_id, …), "Advanced Order Export" (Order Number, …), and plain words.
 */
const WOOCOMMERCE = {
  order: ["order_number", "order_id", "Order Number", "Order ID", "Order #"],
  at: ["order_date", "date_created", "Order Date", "Date"],
  shopper: ["customer_id", "customer_user", "Customer User ID"],
  email: ["billing_email", "Email (Billing)", "Billing Email Address", "Billing Email"],
  phone: ["billing_phone", "Phone (Billing)", "Billing Phone"],
  first_name: ["billing_first_name", "First Name (Billing)", "Billing First Name"],
  country: ["billing_country", "Country Code (Billing)", "Billing Country"],
  region: ["billing_state", "State Code (Billing)", "Billing State"],
  currency: ["order_currency", "currency", "Order Currency", "Currency"],
  status: ["status", "order_status", "Order Status", "Status"],
  product: ["item_product_id", "item_sku", "Product Id", "SKU", "item_name", "Item Name", "Product Name"],
  quantity: ["item_quantity", "Quantity (- Refund)", "Quantity", "Item Quantity"],
  unit_price: ["item_price", "Item Cost", "Item Price"],
  line_total: ["item_total", "Order Line Total", "Item Total"],
  items: ["line_items"],
  total: ["order_total", "Order Total Amount", "Order Total"],
  discount: ["discount_total", "cart_discount", "Cart Discount Amount", "Order Discount"],
  refunded: ["refunded_total", "Order Refund Amount"],
  paid_at: ["date_paid", "paid_date", "Paid Date"],
  method: ["payment_method", "Payment Method", "Payment Method Title"],
};

/**
 * Returns what kind of order file the first line is of, and where its columns are.
 * @param {string[]} header
 * @param {Record<string, string> | undefined} map From `--map`: field to column.
 * @param {string} where
 * @returns {Layout}
 */
export function orderLayout(header, map, where) {
  const names = header.map((name) => name.trim().toLowerCase());
  if (map) return { kind: "mapped", columns: mapped(map, names, header, where) };
  const shopify = places(SHOPIFY, names);
  if (["order", "at", "status", "quantity", "unit_price"].every((field) => shopify[field].length > 0)) {
    return { kind: "shopify", columns: shopify };
  }
  const woocommerce = places(WOOCOMMERCE, names);
  const content = woocommerce.items.length > 0 || woocommerce.product.length > 0 || woocommerce.total.length > 0;
  if (content && ["order", "at", "status"].every((field) => woocommerce[field].length > 0)) {
    return { kind: "woocommerce", columns: woocommerce };
  }
  const seen = header
    .slice(0, 6)
    .map((name) => `\`${name.trim().slice(0, 24)}\``)
    .join(", ");
  throw new Complaint(
    `${where}:1: this is no order export of Shopify or WooCommerce that is known (it begins ${seen}). ` +
      `Say which column is which: --map order=…,at=…,shopper=…,product=…,quantity=…,unit_price=… --currency … --zone …`,
  );
}

/**
 * Returns `--map` as fields and columns.
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function readMap(text) {
  /** @type {Record<string, string>} */
  const map = {};
  for (const pair of text.split(",")) {
    const [field, column] = [pair.slice(0, pair.indexOf("=")).trim(), pair.slice(pair.indexOf("=") + 1).trim()];
    if (!pair.includes("=") || column === "" || !FIELDS.some((known) => known === field)) {
      throw new Complaint(`--map: \`${pair}\` is not FIELD=COLUMN; fields are ${FIELDS.join(" ")}`, exitCodes.usage);
    }
    map[field] = column;
  }
  for (const field of ["order", "at"]) {
    if (!map[field]) throw new Complaint(`--map: \`${field}\` is missing; say ${field}=COLUMN`, exitCodes.usage);
  }
  return map;
}

/**
 * @param {Record<string, string[]>} table
 * @param {string[]} names
 */
function places(table, names) {
  const found = Object.entries(table).map(([field, columns]) => [
    field,
    columns.map((column) => names.indexOf(column.toLowerCase())).filter((place) => place !== -1),
  ]);
  return Object.fromEntries([...FIELDS.map((field) => [field, []]), ...found]);
}

/**
 * @param {Record<string, string>} map
 * @param {string[]} names
 * @param {string[]} header
 * @param {string} where
 */
function mapped(map, names, header, where) {
  /** @type {Record<string, number[]>} */
  const columns = Object.fromEntries(FIELDS.map((field) => [field, []]));
  for (const [field, column] of Object.entries(map)) {
    const place = names.indexOf(column.toLowerCase());
    if (place === -1) {
      const all = header
        .map((name) => name.trim())
        .join(", ")
        .slice(0, 300);
      throw new Complaint(`${where}:1: has no column \`${column}\` for ${field}. Its columns are ${all}`);
    }
    columns[field] = [place];
  }
  return columns;
}
