import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import type { ToldError } from './status-of-error.js';

const LANGUAGES = ['en', 'es'] as const;

interface Words {
  title: string;
  text: string;
}

/** Written here, as the program of the pages is not run for a request that is refused before work. */
const WORDS: Record<(typeof LANGUAGES)[number], Record<'quota' | 'guesses' | 'busy', Words>> = {
  en: {
    quota: {
      title: 'Too many requests',
      text: 'Too much was requested from your address in the last minute.',
    },
    guesses: {
      title: 'Too many keys that are not valid',
      text: 'Too many keys or links that are not valid were sent from your address.',
    },
    busy: {
      title: 'Not available now',
      text: 'The service has too much to do, or its database does not answer.',
    },
  },
  es: {
    quota: {
      title: 'Demasiadas solicitudes',
      text: 'Desde su dirección se solicitó demasiado en el último minuto.',
    },
    guesses: {
      title: 'Demasiadas claves no válidas',
      text: 'Desde su dirección se enviaron demasiadas claves o enlaces no válidos.',
    },
    busy: {
      title: 'No disponible por ahora',
      text: 'El servicio tiene demasiado que hacer, o su base de datos no responde.',
    },
  },
};

const AGAIN = {
  en: (seconds: string) => `Try again in ${seconds} s.`,
  es: (seconds: string) => `Inténtelo de nuevo en ${seconds} s.`,
};

/**
 * The page for a person whose request is refused for now (429, 503), in the language of the request; null for a program,
 * which gets problem details, and for any other refusal.
 */
export function refusalPage({ status, code, headers }: ToldError, request: FastifyRequest): string | null {
  const seconds = headers['retry-after'];
  const isForPerson = request.headers.accept?.includes('text/html') === true && !request.url.startsWith('/v1/');
  if (!isForPerson || seconds === undefined || (status !== 429 && status !== 503)) return null;
  const language = languageOf(request);
  const kind = code === 'GUESSES_LIMITED' ? 'guesses' : status === 429 ? 'quota' : 'busy';
  const { title, text } = WORDS[language][kind];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Dateline</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text} ${AGAIN[language](seconds)}</p>
</main>
</body>
</html>
`;
}

/** As the pages choose theirs: the parameter `lang`, else `Accept-Language`. */
function languageOf({ query, headers }: FastifyRequest): (typeof LANGUAGES)[number] {
  const chosen = LANGUAGES.find((language) => language === (query as Record<string, unknown> | null)?.['lang']);
  if (chosen !== undefined) return chosen;
  const wanted = new Negotiator({ headers }).language([...LANGUAGES]);
  return LANGUAGES.find((language) => language === wanted) ?? 'en';
}
