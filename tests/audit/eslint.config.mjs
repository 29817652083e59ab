// How the scripts of the pages are written: each is one function that is called at once and
// shares with others only through the namespace that it takes.
import js from "@eslint/js";
import globals from "globals";

const HAN = /\p{Script=Han}/u;
const QUOTED = /“[^”]*”|docs\/\p{Script=Han}+\.md/gu;

// Comments are English; what a page says may be quoted in “ ”, the guides are named.
const englishComments = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (HAN.test(comment.value.replace(QUOTED, ""))) {
          context.report({
            loc: comment.loc,
            message: "A comment is written in English.",
          });
        }
      }
    },
  }),
};

export default [
  js.configs.recommended,
  {
    files: ["templates/scripts/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: globals.browser },
    plugins: { gongkai: { rules: { "english-comments": englishComments } } },
    rules: {
      "gongkai/english-comments": "error",
      curly: "error",
      eqeqeq: "error",
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "Program > :not(ExpressionStatement[expression.type='CallExpression'])",
          message: "A script is one function that is called at once.",
        },
      ],
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-arrow-callback": "error",
      "prefer-const": "error",
      strict: ["error", "function"],
    },
  },
];
