import type { filters as english } from '../en/filters.js';

/** Filters, on every page that has some. */
export const filters: typeof english = {
  filter: {
    label: 'Filtrar',
    q: 'Palabras',
    from: 'Desde',
    to: 'Hasta',
    match: 'Fechas que no son seguras',
    matchPossible: 'pueden caer en el período',
    matchCertain: 'deben caer en el período',
    subject: 'Tema',
    type: 'Qué pasó',
    topic: 'Materia',
    party: 'Parte',
    knownAt: 'Como se sabía el',
    asOf: 'Lo ocurrido hasta',
    order: 'Orden',
    asc: 'lo más antiguo primero',
    desc: 'lo más reciente primero',
    any: 'cualquiera',
    more: 'Más filtros',
    apply: 'Mostrar',
    clear: 'Mostrar todo',
    status: 'Situación',
    state: 'Estado',
    sector: 'Sector',
    within: 'Dentro de',
    flag: 'Cercanía',
  },
  days: { P30D: '30 días', P90D: '90 días', P1Y: 'un año' },
};
