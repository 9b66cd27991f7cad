/** Dark or light: the system's choice until somebody makes one here. */
export type Theme = 'dark' | 'light';

const KEY = 'crossfeed.theme';

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function restoreTheme(): void {
  const stored = localStorage.getItem(KEY);
  if (stored === 'dark' || stored === 'light') document.documentElement.dataset['theme'] = stored;
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(KEY, theme);
}
