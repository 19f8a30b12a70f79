/**
 * What is wrong with a field, a parameter or a line, by the code of the rule that is broken and what it is about: the
 * format, the kind of thing that is too big, the name of a rule.
 */
export const wrong = {
  invalid_type: {
    undefined: 'es obligatorio',
    object: 'debe ser un objeto de JSON',
    array: 'debe ser una lista',
    string: 'debe ser un texto',
    boolean: 'debe ser verdadero o falso',
    other: 'no es del tipo que se espera',
  },
  too_big: {
    string: 'debe tener como máximo {{maximum}} caracteres',
    array: 'admite como máximo {{maximum}}',
    other: 'debe ser como máximo {{maximum}}',
  },
  too_small: {
    string: 'no debe estar vacío',
    array: 'necesita al menos {{minimum}}',
    other: 'debe ser al menos {{minimum}}',
  },
  invalid_format: {
    slug: 'debe ser un identificador (a-z, 0-9 y -, como máximo 120 caracteres) que no esté reservado',
    word: 'debe ser una palabra en minúsculas (a-z, 0-9 y -)',
    party: 'debe ser un código ISO 3166-1 alfa-2, como MX, o el identificador de una organización',
    date: 'debe ser un día, como 2024-09-16',
    sha256: 'debe ser un SHA-256 de 64 dígitos hexadecimales en minúsculas',
    duration: 'debe ser una duración ISO 8601 de años, meses, semanas o días, como P6Y',
    decimal: 'debe ser un número decimal, como 25 o 144.5',
    currency: 'debe ser un código ISO 4217, como USD',
    'web-address': 'debe ser una dirección http o https, sin espacios, caracteres de control, usuario ni contraseña',
    milestone: 'debe ser una regla y una ocasión, como joint-review.2026',
    position: 'debe ser una posición del registro, como 42',
    'lead-time': 'debe ser una duración de cien años como máximo, como P30D',
    'time-zone': 'debe ser una zona horaria IANA, como America/Mexico_City',
    'time-of-day': 'debe ser una hora del día, como 09:00',
    email: 'debe ser una dirección de correo',
    url: 'debe ser una dirección como https://example.org/hook',
    other: 'no tiene la forma que se espera',
  },
  unrecognized_keys: { other: 'no existe aquí' },
  invalid_value: { other: 'debe ser uno de estos valores: {{values}}' },
  invalid_union: { other: 'no es ninguna de las formas posibles' },
  custom: {
    nul: 'no debe contener NUL ni un sustituto suelto de Unicode',
    'no-change': 'debe cambiar al menos un campo',
    'one-target': 'una corrección nombra exactamente uno de fact, subject y source',
    'part-of-itself': 'un asunto no puede ser parte de sí mismo',
    'more-problems': 'y {{more}} más',
    'too-deep': 'está anidado a demasiada profundidad',
    'number-too-large': 'es demasiado grande para un número; escríbalo como texto',
    rhythm: 'indica un ritmo con every, o con times y per juntos',
    'no-hours': 'no debe empezar y terminar a la misma hora',
    'webhook-target':
      'debe ser una dirección https pública, en el puerto 443 u 8443, sin usuario, sin contraseña y sin nada tras #',
    'address-tag': 'debe llevar tras + como máximo 20 letras, cifras, - y _, y un solo punto',
    'no-spaces': 'no debe contener espacios ni caracteres de control',
    'no-secret': 'vale solo para un webhook, el único que tiene un secreto',
    'not-on-record': 'no nombra nada que conste',
    'no-mailbox': 'no es correo electrónico, así que no hay buzón',
    repeated: 'se da más de una vez',
    'whole-number': 'debe ser un número entero del {{least}} al {{most}}',
    'no-instant': 'debe ser un día, como 2024-09-16, o un instante RFC 3339',
    'other-than-address': 'no es lo que nombra la dirección',
    // Dates
    empty: 'La fecha está vacía. {{accepted}}',
    'no-edtf': '«{{text}}» no es una fecha en EDTF. {{accepted}}',
    'too-long': 'Es demasiado largo para una fecha. {{accepted}}',
    spaces: '«{{text}}» tiene espacios alrededor; quítelos.',
    'time-of-day': '«{{text}}» tiene una hora; aquí las fechas son días UTC enteros, así que quítela.',
    set: '«{{text}}» es un conjunto de fechas (EDTF, nivel 2), del que solo se admiten [..2023-11-30] y [2024-05-05..2024-05-09].',
    exponent:
      '«{{text}}» usa exponentes o cifras significativas (EDTF, nivel 2), que no se admiten; escriba el año entero, con ~ si es aproximado.',
    'year-minus-zero': '«{{text}}» nombra un año -0000, que no existe; el año 0000 es 1 a.C.',
    'y-four-digits': '«{{text}}» tiene una Y ante un año de cuatro cifras; escriba el año sin la Y.',
    sign: '«{{text}}» empieza con un signo que EDTF no usa; los años anteriores a 0000 empiezan con un guion.',
    'one-digit': '«{{text}}» tiene un mes o un día de una cifra; escriba dos, como en 2023-09-05.',
    'no-hyphens': '«{{text}}» no tiene guiones; escriba año, mes y día como en 2023-09-29.',
    'no-hyphen': '«{{text}}» no tiene guion; escriba año y mes como en 2023-09.',
    'years-joined': '«{{text}}» une dos años con un guion; escriba un intervalo con barra, como en 2022/2024.',
    'five-digits':
      '«{{text}}» tiene un año de más de cuatro cifras; empiécelo con Y, como en Y12345, o quite las cifras que sobran.',
    'day-first': '«{{text}}» no empieza con el año; escriba año, mes y día, como en 2023-09-29.',
    'short-year':
      '«{{text}}» es demasiado corto para un año; escriba un año como 2023 o -0043, una década como 202X, un siglo como 20XX.',
    'small-x':
      '«{{text}}» tiene una letra minúscula en lugar de una cifra desconocida; escriba una X mayúscula, como en 202X o 2023-XX.',
    'no-year': '«{{text}}» no dice qué año; si no se sabe ninguna fecha, déjela vacía.',
    'long-year-marked':
      '«{{text}}» marca un año de más de cuatro cifras, lo que EDTF no hace en el nivel 1; quite la marca.',
    'level-2':
      '«{{text}}» usa EDTF de nivel 2; se admiten marcas (? ~ %) al final de una fecha y una X en los últimos lugares (202X, 20XX, 2023-XX, 2023-09-XX).',
    'no-month': '«{{text}}» no es una fecha: no hay mes {{month}}.',
    'no-month-or-season':
      '«{{text}}» no es una fecha: no hay mes {{month}}, ni estación de ese número (meses del 01 al 12, estaciones del 21 al 41).',
    'days-of-month': '«{{text}}» no es una fecha: ese mes tiene {{days}} días.',
    'slashes-in-date':
      '«{{text}}» tiene barras dentro de una fecha; escriba año, mes y día con guiones, como en 2023-09-29.',
    'many-slashes':
      '«{{text}}» tiene más de una barra; un intervalo tiene una, entre su primera y su última fecha, como en 2022/2024.',
    'no-date': '«{{text}}» no nombra ninguna fecha; si no se sabe ninguna, déjela vacía.',
    reversed: '«{{text}}» termina antes de empezar; revise sus dos fechas.',
    'beyond-years': '«{{text}}» queda fuera de los años que aquí se pueden contar.',
    'range-reversed': 'El período termina el {{latest}}, antes de empezar el {{earliest}}.',
    'no-day': '«{{text}}» no es un día; escríbalo como 2023-09-29.',
    'no-calendar-day': '«{{text}}» no es un día del calendario; revise el mes y el día.',
    'no-duration': '«{{text}}» no es una duración; escriba años, meses, semanas y días como P6Y, P1Y6M, P2W o P45D.',
  },
  /** What a date may look like: ends some of the sentences above. */
  accepted:
    'Escriba un día como 2023-09-29, un mes como 2023-09, un año como 2023, o un intervalo como 2022/2024, 2010/.. o ../2023-11-30.',
};
