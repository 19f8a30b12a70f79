/**
 * The page at /docs in the colours of Dateline's pages, and with the contrast (4.5 to 1) that Swagger UI lacks where it
 * writes white on bright colours and colours on white.
 */
export const STYLE = `
body { margin: 0; font-family: system-ui, sans-serif; }
.back { max-width: 1460px; margin: 0 auto; padding: 1rem 20px 0; }
.back p { margin: 0; }
.dark-mode body { background: #14171a; }
.back a, noscript { color: inherit; }
.dark-mode .back a { color: #e8e6e1; }
.swagger-ui .info { margin: 1.5rem 0; }
.swagger-ui .info .title small { background: #5a6270; }
.swagger-ui .info .title small.version-stamp { background: #3d6b00; }
html:not(.dark-mode) .swagger-ui :is(.info a, .link, .markdown a) { color: #1b5fae; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-get .opblock-summary-method { background: #2563a8; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1a7346; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #0f7466; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b42020; }
html:not(.dark-mode) .swagger-ui .btn.authorize { color: #1a7346; border-color: #1a7346; }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: #1a7346; }
html:not(.dark-mode) .swagger-ui .btn.execute { background: #2563a8; border-color: #2563a8; }
html:not(.dark-mode) .swagger-ui :is(.parameter__in, .prop-format, .parameter__extension) { color: #595f69; }
html:not(.dark-mode) .swagger-ui :is(.json-schema-2020-12-expand-deep-button, .json-schema-2020-12__attribute) { color: #4a4f58; }
.swagger-ui .microlight span[style*='211, 99, 99'] { color: #f2a3a3 !important; }
.swagger-ui .download-contents { background: #4a505e; }
/* The fields of the headers of an answer. */
.dark-mode .swagger-ui .header-col { color: #e8e6e1; }
html:not(.dark-mode) .swagger-ui .btn.cancel { color: #b42020; border-color: #b42020; }
html:not(.dark-mode) .swagger-ui :is(.renderedMarkdown code, .markdown code) { color: #7a1fa2; }
`;
