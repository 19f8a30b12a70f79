import { useRef, useState } from 'react';
import { problemsByField, type FormProblems } from '../parts/form-problems.js';
import { asking } from './editing-api.js';

/** What the API answers to a record that it took. */
export interface Written {
  id: string;
  position: string;
  version: number;
}

/** Sends a record, and keeps what came of it: taken, or what is wrong with which field. */
export function useSending(): {
  written: Written | null;
  problems: FormProblems | null;
  isSending: boolean;
  send: (path: string, record: object) => Promise<void>;
} {
  const [written, setWritten] = useState<Written | null>(null);
  const [problems, setProblems] = useState<FormProblems | null>(null);
  const [isSending, setSending] = useState(false);
  // Two presses send one record: the id makes it safe, and this saves the second answer.
  const under = useRef(false);
  const send = async (path: string, record: object): Promise<void> => {
    if (under.current) return;
    under.current = true;
    setSending(true);
    const answer = await asking<Written>(path, { method: 'POST', body: JSON.stringify(record) });
    under.current = false;
    setSending(false);
    setProblems(answer.ok ? null : problemsByField(answer.problem, (pointer) => pointer ?? ''));
    if (answer.ok) setWritten(answer.body);
  };
  return { written, problems, isSending, send };
}
