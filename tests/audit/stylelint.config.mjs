// How the style sheets are written, print's by what WeasyPrint knows of CSS.
import { fileURLToPath } from "node:url";

const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

export default {
  extends: "stylelint-config-standard",
  rules: {
    // Comments are English; what a page says may be quoted in “ ”, the guides are named.
    "comment-pattern": [
      "^(?:[^\\u4e00-\\u9fff“]|“[^”]*”|docs/[\\u4e00-\\u9fff]+\\.md)*$",
      { message: "A comment is written in English." },
    ],
    "comment-empty-line-before": null,
    // A sheet goes by what it draws: a rule of less weight may follow one of more, and a
    // selector come again where another thing is said of it.
    "no-descending-specificity": null,
    "no-duplicate-selectors": null,
    // Names of fonts and of paper are written as they are.
    "value-keyword-case": ["lower", { ignoreKeywords: [/^[A-Z]/] }],
    "font-family-name-quotes": null,
    // Safari on phones knows no other.
    "property-no-vendor-prefix": [true, { ignoreProperties: ["text-size-adjust"] }],
  },
  overrides: [
    {
      files: [`${TEMPLATES}print/*.css`, `${TEMPLATES}styles/print.css`],
      rules: {
        // Each stack ends in a face that the build makes sure of.
        "font-family-no-missing-generic-family-keyword": null,
        // CSS for paged media that the linter does not know.
        "at-rule-descriptor-no-unknown": null,
        "at-rule-prelude-no-invalid": null,
        "declaration-property-value-no-unknown": null,
        "at-rule-no-unknown": [true, { ignoreAtRules: ["footnote"] }],
        "selector-pseudo-element-no-unknown": [
          true,
          { ignorePseudoElements: ["footnote-call", "footnote-marker"] },
        ],
      },
    },
  ],
};
