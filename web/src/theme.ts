// The palette and the few tokens every screen is drawn with. White text on the primary shade passes
// AA at rest and on hover, in both colour schemes. Screens use the `--tn-…` tokens for surfaces and
// tones, so a colour is chosen once here and never in a component.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#eefaf6',
  '#d7f2e9',
  '#aee4d3',
  '#7fd2b9',
  '#4dbb9d',
  '#2aa184',
  '#158069',
  '#0d6b58',
  '#0a5648',
  '#06423a',
];

const gray: MantineColorsTuple = [
  '#f7f9f8',
  '#eff2f1',
  '#e3e8e6',
  '#d3dad7',
  '#b9c3bf',
  '#8f9b97',
  '#5d6966',
  '#465250',
  '#2f3937',
  '#1b2321',
];

const dark: MantineColorsTuple = [
  '#e3e9e7',
  '#c5cfcc',
  '#a3b0ac',
  '#75827f',
  '#47534f',
  '#323d3a',
  '#232d2a',
  '#171f1d',
  '#101715',
  '#0a100e',
];

const fontFamily =
  'Inter, "SF Pro Text", "Segoe UI Variable Text", "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Open Sans", "Liberation Sans", "DejaVu Sans Condensed", sans-serif';

const red: MantineColorsTuple = [
  '#fdeeec',
  '#fadad6',
  '#f3b3ab',
  '#ec8a7e',
  '#e56757',
  '#dc4a38',
  '#c93c2b',
  '#ad2f20',
  '#8f261a',
  '#701c13',
];

export const theme = createTheme({
  colors: { pine, gray, dark, red },
  primaryColor: 'pine',
  primaryShade: 7,
  black: '#1b2321',
  fontFamily,
  headings: { fontFamily, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
});

/** Surfaces, inks and tones of the two colour schemes; each ink passes AA on its own surface. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--tn-own': '#0d6b58', '--tn-own-ink': '#ffffff' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5d6966',
    '--mantine-color-placeholder': '#66726f',
    '--mantine-color-error': '#b3261e',
    '--tn-canvas': '#f1f4f3',
    '--tn-surface': '#ffffff',
    '--tn-raised': '#ffffff',
    '--tn-line': '#dde4e1',
    '--tn-ink': '#1b2321',
    '--tn-muted': '#5a6663',
    '--tn-hover': '#eaf0ee',
    '--tn-selected': '#dff1eb',
    '--tn-accent': '#0d6b58',
    '--tn-good': '#0b6a4a',
    '--tn-good-soft': '#dcf3e8',
    '--tn-wait': '#7a4d00',
    '--tn-wait-soft': '#fdf0d5',
    '--tn-bad': '#a3231b',
    '--tn-bad-soft': '#fce6e3',
    '--tn-calm-soft': '#e9eeec',
    '--tn-shadow': '0 1px 2px rgb(20 40 35 / 6%), 0 6px 20px rgb(20 40 35 / 6%)',
  },
  dark: {
    '--mantine-color-body': '#171f1d',
    '--mantine-color-dimmed': '#a3b0ac',
    '--mantine-color-placeholder': '#8b9894',
    '--mantine-color-error': '#ff9c92',
    '--tn-canvas': '#101715',
    '--tn-surface': '#171f1d',
    '--tn-raised': '#1f2926',
    '--tn-line': '#2d3834',
    '--tn-ink': '#e3e9e7',
    '--tn-muted': '#a3b0ac',
    '--tn-hover': '#202a27',
    '--tn-selected': '#17372f',
    '--tn-accent': '#7fd2b9',
    '--tn-good': '#7fdcb0',
    '--tn-good-soft': '#143528',
    '--tn-wait': '#f3c877',
    '--tn-wait-soft': '#3a2d12',
    '--tn-bad': '#ffa79e',
    '--tn-bad-soft': '#43201d',
    '--tn-calm-soft': '#27312e',
    '--mantine-color-pine-light': '#17372f',
    '--mantine-color-pine-light-hover': '#1d443a',
    '--mantine-color-pine-light-color': '#a5e4d1',
    '--mantine-color-red-light': '#3d1c19',
    '--mantine-color-red-light-color': '#ffa79e',
    '--tn-shadow': '0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 25%)',
  },
});
