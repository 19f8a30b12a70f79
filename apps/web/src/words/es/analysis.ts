import type { analysis as english } from '../en/analysis.js';

/** What cases add up to, how they changed, and what is claimed of them. */
export const analysis: typeof english = {
  chart: {
    table: 'Las cifras en una tabla',
    lastRows: 'Las últimas {{shown}} de {{all}} filas. Todas están en el archivo CSV.',
    tableOf: '{{title}}: tabla',
    csv: 'Las cifras en CSV',
    none: '–',
  },
  range: {
    between: 'entre {{min}} y {{max}}',
    atLeast: 'al menos {{min}}',
    atMost: 'a lo sumo {{max}}',
    cases: '{{range}} casos',
  },
  statistics: {
    title: 'Qué suman los casos',
    intro:
      'Situaciones en el tiempo, cuánto duran los casos, cómo se cumplen los plazos legales. Cada gráfica tiene su tabla.',
    interval: 'Paso',
    intervals: { month: 'un mes', quarter: 'un trimestre', year: 'un año' },
    until: 'Hasta',
    cases: 'Casos',
    open: 'Abiertos',
    ended: 'Terminados',
    withoutValue: 'sin indicar',
    columns: {
      days: 'Días',
      atRisk: 'Abiertos antes',
      ended: 'Terminados',
      censored: 'Abiertos según los registros',
      survival: 'Parte abierta',
      lower: 'Banda desde',
      upper: 'Banda hasta',
      median: 'Mediana de días desde la solicitud',
    },
    states: {
      title: 'Casos en cada situación a lo largo del tiempo',
      now: 'Por situación: {{counts}}.',
      summary:
        'Según los registros, al {{day}}: {{cases}} (abiertos: {{open}}). El máximo de abiertos al final de {{step}}: {{most}}, el {{when}}.',
      newest: 'Última noticia: {{day}}.',
      inDoubt: 'En duda: no se conoce el día de un paso',
      note: 'Después del {{day}} no hay noticias de estos casos; esa parte de la gráfica está marcada. Después, las cifras cambian solo donde un hecho sin día seguro pasa a ser seguro: al final de los días posibles o, si no tiene fecha, el día de su registro.',
    },
    measures: {
      title: 'Medidas aduaneras vigentes',
      summary:
        'Según los registros, al {{day}}, vigentes según la última noticia: {{inForce}}. De casos terminados, sin fin registrado: {{withoutEnd}}.',
      empty: 'En este tiempo no estuvo vigente ninguna medida aduanera.',
      inDoubt: 'En duda: no se conoce un día',
      withoutEnd: '{{measure}}, sin fin registrado',
      note: 'Una medida cuenta como vigente hasta que una fuente dice que se levantó o termina su caso. Las medidas de casos terminados que ningún registro levanta están solo en la tabla.',
    },
    requestToEnd: { title: 'Tiempo de la solicitud al fin' },
    petitionToEnd: { title: 'Tiempo de la petición al fin' },
    durations: {
      empty: 'Ninguno de estos casos terminó en un día conocido, así que no se puede estimar nada. Abiertos: {{open}}.',
      median:
        'La mitad de los casos termina en un plazo máximo de {{days}} días (confianza del 95 %: de {{low}} a {{high}} días).',
      medianOpen:
        'La mitad de los casos termina en un plazo máximo de {{days}} días (confianza del 95 %: {{low}} días o más).',
      notReached: 'Hasta ahora terminó menos de la mitad de los casos; todavía no hay mediana.',
      counts:
        'Terminados: {{ended}}; todavía abiertos: {{open}}; omitidos porque su comienzo no tiene día: {{unknown}}.',
      bounds:
        'Donde no se conoce el día de un fin, la estimación está entre dos curvas: en el área rayada. Se marca la mediana de cada una.',
      note: 'Estimación de Kaplan-Meier: la parte de los casos que sigue abierta después de tantos días. La banda es la de confianza del 95 % (log-log, Greenwood); un trazo marca un caso sin fin registrado, en los días de su comienzo al último día mostrado, se haya sabido o no algo de él desde entonces; la línea discontinua lleva a la mediana.',
    },
    sector: { title: 'Por sector', column: 'Sector' },
    state: { title: 'Por estado o provincia', column: 'Estado o provincia' },
    groups: {
      summary_one: 'Todos en un grupo: {{group}}, {{cases}} (abiertos: {{open}}).',
      summary_other: '{{count}} grupos. El mayor es {{group}}: {{cases}} (abiertos: {{open}}).',
    },
    clocks: {
      title: 'Plazos legales',
      column: 'Plazo',
      summary: 'Plazos: {{range}}. {{parts}}.',
      inDoubt: 'En duda: no se conoce un día',
      note: 'Calculado a partir de los textos citados; no es asesoría jurídica. Un estado se afirma solo si vale para cada día que los registros dejan abierto. Después del plazo del texto: puede existir una prórroga no publicada. Sin constancia: el último día pasó y ninguna fuente dice qué ocurrió.',
    },
    sums: {
      title: 'Qué trajeron los casos resueltos y cerrados',
      workers:
        'Trabajadores reinstalados, pagados o a quienes se les ofreció: {{total}} (casos con cifra: {{known}}; casos para los que ninguna fuente da una: {{unknown}}).',
      backPay:
        'Salarios caídos: {{total}} (casos con cifra: {{known}}; casos para los que ninguna fuente da una: {{unknown}}).',
    },
  },
  changes: {
    title: 'Cómo cambiaron los casos',
    intro: 'Cada cambio de situación, de resultado o de medida entre dos días, con sus fuentes.',
    since: 'Desde',
    until: 'Hasta',
    clock: 'Según',
    clocks: { known: 'cuándo se supo', recorded: 'cuándo se registró' },
    orders: { desc: 'lo último primero', asc: 'lo primero primero' },
    empty: 'En este tiempo no cambió nada. Pregunte por uno más largo.',
    knownOn: 'Se supo el',
    onRecordSince: 'Consta desde el {{day}}; sin fecha en la fuente',
    apart: 'Sin fecha en la fuente',
    apartNote:
      'Estos cambios constan, pero ninguna fuente les da fecha. El día en que se registraron no es noticia de ese día.',
    recordedOn: 'Se registró el',
    position: 'posición {{position}}',
    became: 'pasó a',
    csv: 'Estos cambios en CSV',
  },
  reconciliation: {
    title: 'Cifras oficiales frente a los registros',
    intro: 'Cada cifra que se afirma, su fuente, y lo que suman los registros en su día.',
    empty: 'En este punto no consta ninguna cifra.',
    summary:
      'Cifras en esta página: {{claims}}; comparables con los registros {{known}}: {{comparable}}. Resultados, según la forma de contar que la cifra indica: coincide {{agrees}}, posible {{possible}}, compatible con una cota inferior {{compatible}}, superada {{exceeded}}, difiere {{differs}}.',
    now: 'según se sabe ahora',
    other: 'Otra forma de contar que la que indica la cifra, para comparar: no tiene resultado.',
    notComparable: 'no comparable',
    press: 'contado por un periódico',
    why: 'Por qué:',
    records: 'Los registros',
    value: 'Suman',
    difference: 'Diferencia',
    unknown: 'Sin cifra',
    knownNow: 'El {{day}}, {{known}}',
    knownThen: 'El {{day}}, como se sabía entonces',
    verdict: 'Resultado',
    verdicts: {
      agrees: 'coincide',
      possible: 'posible: la cifra está dentro del intervalo',
      compatible: 'compatible: solo se conoce una cota inferior',
      exceeded: 'superada por los registros',
      differs: 'difiere',
    },
    over: 'Contado sobre cada día del {{first}} al {{last}}, pues la fuente no da un solo día.',
    overOpen: 'Contado sobre cada día hasta el {{last}}, pues la fuente no da ningún día.',
    complete: 'Hasta el {{day}} constan tantas solicitudes de revisión como da el recuento oficial de ese día.',
    incomplete: 'Ningún recuento oficial de solicitudes es igual a los registros, así que pueden faltar casos.',
    counted_one: '{{count}} registro contado',
    counted_other: '{{count}} registros contados',
    may_one: '{{count}} registro puede contar',
    may_other: '{{count}} registros pueden contar',
    decides: 'lo decide el día de esta entrada',
    notThen: 'no se sabía entonces',
  },
};
