import type { embedding as english } from '../en/embedding.js';

/** Mostrar una lista en otro sitio. */
export const embedding: typeof english = {
  embed: {
    title: 'Insertar esta lista',
    help: 'Pegue esto en su página; muestra lo que dejan pasar estos filtros, siempre al día.',
    helpUnder: 'Pegue esto en su página; muestra lo que cumple estos filtros {{clocks}}, no el presente.',
    copy: 'Copiar',
    copied: 'Copiado.',
    marked: 'Marcado; cópielo con Ctrl+C o Cmd+C.',
    theme: 'El marco sigue el tema de quien lo lee; añada theme=light o theme=dark a su dirección para fijar uno.',
    more: 'Hay más; abra la lista completa para seguir.',
    whole: 'Abrir en Dateline',
  },
};
