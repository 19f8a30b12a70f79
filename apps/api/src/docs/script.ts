/**
 * The script of the page at /docs. An example of a parameter is told, and not filled in: a call that is tried as it stands
 * would otherwise ask for everything at once and find nothing. The theme is that of the reader's system. Where Swagger UI
 * shuts out who hears or types, it is mended: a link stands in no button, a list to choose from has a name, and a heading is
 * one level below that before it.
 */
export const SCRIPT = `
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

const mended = [
  ['#servers, .swagger-ui select:not([id])', 'aria-label', ({ id }) => (id === 'servers' ? 'Server' : 'Choice')],
  ['.opblock-tag, .models > h4', 'aria-level', () => '2'],
  ['.opblock-body h4', 'aria-level', () => '3'],
  ['.opblock-body h5', 'aria-level', () => '4'],
  ['pre.microlight', 'tabindex', () => '0'],
  ['.information-container', 'role', () => 'region'],
  ['.information-container', 'aria-label', () => 'About this API'],
  ['.scheme-container', 'role', () => 'region'],
  ['.scheme-container', 'aria-label', () => 'Server and key'],
  ['.filter-container', 'role', () => 'search'],
  ['.operation-filter-input', 'aria-label', () => 'Filter by tag or path'],
];
const mend = () => {
  for (const [which, attribute, value] of mended)
    for (const element of document.querySelectorAll(which))
      if (!element.hasAttribute(attribute)) element.setAttribute(attribute, value(element));
};
new MutationObserver(mend).observe(document.getElementById('api'), { childList: true, subtree: true });

const pathInWords = ({ React }) => ({ components: { DeepLink: ({ text }) => React.createElement('span', null, text) } });

fetch('/openapi.json').then((answer) => answer.json()).then((spec) => {
  for (const methods of Object.values(spec.paths ?? {}))
    for (const operation of Object.values(methods))
      for (const parameter of operation.parameters ?? []) {
        if (parameter.required || parameter.example === undefined) continue;
        parameter.description = [parameter.description, 'Example: \`' + parameter.example + '\`'].filter(Boolean).join(' ');
        delete parameter.example;
      }
  SwaggerUIBundle({
    spec, dom_id: '#api', deepLinking: true, tryItOutEnabled: true, filter: true, validatorUrl: null, plugins: [pathInWords],
  });
});
`;
