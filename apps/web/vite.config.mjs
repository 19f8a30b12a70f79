import { defineConfig } from 'vite';

/**
 * The script and the styles that wake the page in the browser: `vite build apps/web --outDir DIR`. Names carry a hash of
 * the content, and `.vite/manifest.json` tells them to the server, which writes the pages (src/server.tsx).
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/assets/',
  publicDir: false,
  build: {
    manifest: true,
    modulePreload: { polyfill: false },
    assetsDir: '.',
    assetsInlineLimit: 0,
    emptyOutDir: true,
    rollupOptions: { input: 'src/client.tsx' },
  },
});
