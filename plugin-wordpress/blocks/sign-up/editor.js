// Owns the sign-up block in the editor: its title can be changed; the form itself is the shop's own, in each page's language.
(({ blocks, blockEditor, components, element, i18n }) => {
  const { createElement: create } = element;
  const { __ } = i18n;

  function Edit({ attributes, setAttributes }) {
    const { useBlockProps, RichText } = blockEditor;
    return create(
      "div",
      useBlockProps(),
      create(RichText, {
        tagName: "h2",
        value: attributes.title,
        allowedFormats: [],
        placeholder: __("Title, if you want one", "cartsignal"),
        "aria-label": __("Title", "cartsignal"),
        onChange: (title) => setAttributes({ title }),
      }),
      create(
        components.Placeholder,
        {
          icon: "smartphone",
          label: __("Text message sign-up", "cartsignal"),
          instructions: __(
            "Here visitors find a field for their phone number and an unticked box. Its words are those that the law of each country asks for, in the language of the page.",
            "cartsignal",
          ),
        },
        null,
      ),
    );
  }

  blocks.registerBlockType("cartsignal/sign-up", { edit: Edit, save: () => null });
})(window.wp);
