import type { milestones as english } from '../en/milestones.js';

/** What is due. */
export const milestones: typeof english = {
  milestones: {
    ahead: 'por venir, por vencer',
    aheadOnCalendar: 'por venir, por vencer, sin confirmación registrada',
    all: 'todos',
    title: 'Hitos',
    intro: 'Qué se acerca y qué vence.',
    passed: 'Lo que ya venció sin confirmación registrada',
    empty: 'Ningún hito corresponde a estos filtros.',
    why: 'Por qué',
    from: 'Se deriva de',
    metBy: 'Cumplido por',
    provedBy: 'Lo muestra un acto posterior:',
    cancelledBy: 'Cancelado por',
    views: 'Formas de verlo',
    list: 'Lista',
    onCalendar: 'Calendario',
    history: 'Cómo llegó a esto',
    group: {
      now: 'Vencen ahora, o pendientes según un registro',
      unconfirmed: 'Sin confirmación que conste',
      coming: 'Por venir',
      met: 'Cumplidos',
      cancelled: 'Cancelados',
    },
    calendar: 'Calendario (.ics)',
    noday: 'No hay día fijado.',
  },
  calendar: {
    years: 'Años',
    empty: 'Nada de {{year}} corresponde a estos filtros.',
    wide: 'En algún momento de varios meses',
    nothing: 'nada',
    keys: 'Con el teclado: las flechas mueven un día y una semana; Re Pág y Av Pág, un mes.',
  },
  milestoneStatus: {
    upcoming: 'por venir',
    due: 'vence ahora',
    overdue: 'vencido',
    unconfirmed: 'sin confirmación que conste',
    met: 'cumplido',
    cancelled: 'cancelado',
  },
  flag: {
    far: 'lejano',
    'on-horizon': 'en el horizonte',
    approaching: 'se acerca',
    imminent: 'inminente',
    due: 'vence',
  },
};
