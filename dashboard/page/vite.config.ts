import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // Files of node_modules are found from the project's root.
  cacheDir: '../../.cache/vite',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/dashboard/page',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows nothing inline and no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
