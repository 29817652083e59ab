// How scripts and styles are set: the rest (indent, line ends) comes from .editorconfig.
export default { printWidth: 100 };
