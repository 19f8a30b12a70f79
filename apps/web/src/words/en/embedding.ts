/** Showing a list on another site. */
export const embedding = {
  embed: {
    title: 'Embed this list',
    help: 'Paste this into your page; it shows what these filters let through, always as it stands.',
    helpUnder: 'Paste this into your page; it shows what these filters match {{clocks}}, not the present.',
    copy: 'Copy',
    copied: 'Copied.',
    marked: 'Marked; copy it with Ctrl+C or Cmd+C.',
    theme: 'The frame follows the theme of its reader; add theme=light or theme=dark to its address to fix one.',
    more: 'There is more; open the whole list to go on.',
    whole: 'Open in Dateline',
  },
};
