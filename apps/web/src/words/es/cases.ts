import type { cases as english } from '../en/cases.js';

/** The pages about cases. */
export const cases: typeof english = {
  cases: {
    title: 'Casos',
    intro: 'Cada caso según su situación, con su próximo plazo legal.',
    empty: 'Ningún caso corresponde a estos filtros.',
    opened: 'abierto: {{day}}',
    closed: 'terminado: {{day}}',
    next: 'Próximo',
    measures: 'Medidas aduaneras vigentes',
    history: 'Historia',
    outcome: 'Resultado',
    status: 'Situación',
    board: 'Tablero de casos por situación',
    one: '1 caso',
    count_one: '{{count}} caso',
    count_other: '{{count}} casos',
  },
  caseStatus: {
    noted: 'mencionado',
    filed: 'presentado',
    'not-pursued': 'no proseguido',
    'review-requested': 'revisión solicitada',
    'under-review': 'en revisión',
    'review-declined': 'revisión rechazada',
    'in-consultation': 'en consultas',
    'in-remediation': 'en remediación',
    'in-panel': 'ante un panel',
    'remedy-pending': 'remedio pendiente',
    resolved: 'resuelto',
    closed: 'cerrado',
  },
};
