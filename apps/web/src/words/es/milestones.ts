import type { milestones as english } from '../en/milestones.js';

/** What is due. */
export const milestones: typeof english = {
  milestones: {
    ahead: 'por venir y por vencer',
    all: 'todos',
    title: 'Hitos',
    intro: 'Qué se acerca, qué vence y qué nunca se confirmó.',
    empty: 'Ningún hito corresponde a estos filtros.',
    why: 'Por qué',
    from: 'Se deriva de',
    calendar: 'Calendario (.ics)',
    noday: 'No hay día fijado.',
  },
  milestoneStatus: {
    upcoming: 'por venir',
    due: 'vence ahora',
    overdue: 'vencido',
    unconfirmed: 'nunca confirmado',
    met: 'cumplido',
    cancelled: 'cancelado',
  },
  flag: {
    far: 'lejano',
    'on-horizon': 'en el horizonte',
    approaching: 'se acerca',
    imminent: 'inminente',
    due: 'vence',
    overdue: 'vencido',
  },
};
