import type { timeline as english } from '../en/timeline.js';

/** The timeline and its marks. */
export const timeline: typeof english = {
  timeline: {
    title: 'Cronología',
    intro: 'Qué pasó, en orden, y qué se podía saber en cada momento.',
    empty: 'Nada de lo registrado corresponde a estos filtros.',
    undated: 'Sin fecha',
    milestone: 'Vence',
    plan: 'plan',
    found_one: '{{count}} hecho',
    found_other: '{{count}} hechos',
  },
  mark: {
    corrected: 'corregido',
    retracted: 'retirado',
    unconfirmed: 'sin confirmación que conste',
    disputed: 'las fuentes difieren',
    window: 'El día no es seguro.',
    'order-reversed': 'orden inusual',
    'order-uncertain': 'orden no seguro',
    'known-before-occurred': 'conocido antes de su fecha',
  },
  subjectType: {
    agreement: 'Acuerdos',
    case: 'Casos',
    dialogue: 'Diálogos',
    funding: 'Fondos',
    indicator: 'Cifras',
    organization: 'Organizaciones',
    programme: 'Programas',
    relationship: 'Relaciones',
  },
};
