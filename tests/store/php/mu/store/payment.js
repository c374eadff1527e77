// Owns the test gateway's choice on the block checkout.
(() => {
  const label = window.wp.element.createElement("span", null, "Test card");
  window.wc.wcBlocksRegistry.registerPaymentMethod({
    name: "store_test",
    label,
    content: label,
    edit: label,
    ariaLabel: "Test card",
    canMakePayment: () => true,
    supports: { features: ["products"] },
  });
})();
