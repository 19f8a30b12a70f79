import type { site as english } from '../en/site.js';

/** What stands around every page. */
export const site: typeof english = {
  site: {
    name: 'Dateline',
    skip: 'Ir al contenido',
    theme: 'Oscuro o claro',
    themes: { auto: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
    language: 'English',
  },
  nav: { timeline: 'Cronología', cases: 'Casos', milestones: 'Hitos', api: 'API', label: 'Principal' },
  footer: {
    remind: 'Avísame',
    editor: 'Edición',
    position: 'Según la posición {{position}} del registro.',
    data: 'Lo mismo como datos',
    about:
      'Cada afirmación tiene una fuente. Las correcciones se añaden y las versiones anteriores siguen a la vista; un texto se suprime solo cuando la ley lo exige, y el registro lo indica.',
  },
  past: {
    label: 'No es el presente',
    banner: 'Esta página no muestra el presente. Muestra los registros {{clocks}}.',
    present: 'Volver al presente',
    asOf: 'con fecha del {{day}}',
    knownAt: 'según lo que se sabía el {{day}}',
    recordedBy: 'según lo registrado hasta el {{day}}',
    position: 'según lo registrado hasta la posición {{position}}',
    attributes: 'Estos datos no tienen fecha: algunos pueden haberse conocido solo después.',
  },
  coverage: {
    newest: 'Datos al {{day}}.',
    undated: 'No hay ninguna fuente con fecha.',
    shown: 'Última noticia de lo que se muestra: {{day}}.',
    cases: 'Última noticia de un caso: {{day}}.',
    counted_one: '{{count}} solicitud de revisión registrada;',
    counted_other: '{{count}} solicitudes de revisión registradas;',
    official: 'recuento oficial: {{official}}',
    then_one: '{{count}} registrada hasta entonces',
    then_other: '{{count}} registradas hasta entonces',
  },
  page: { next: 'Página siguiente', previous: 'Página anterior', label: 'Páginas' },
  signIn: {
    title: 'Iniciar sesión',
    hint: 'Aquí se necesita una clave para leer. La sesión dura 12 horas, o hasta que usted la cierre o la clave caduque.',
    key: 'Clave',
    button: 'Iniciar sesión',
    out: 'Cerrar sesión',
  },
  problem: {
    title: 'Esto no se puede mostrar',
    notFound: 'No hay nada en esta dirección',
    back: 'A la cronología',
  },
};
