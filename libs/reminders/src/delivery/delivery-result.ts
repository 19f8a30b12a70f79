import type { Fault } from '../channels/channel.js';
import type { AttemptResult, ClaimedDelivery } from './delivery-rows.js';

/** How an attempt at a message ended, for who counts them; it names nobody. */
export interface DeliveryResult {
  channel: string;
  kind: string;
  status: AttemptResult['status'];
  /** Whose fault it is that it failed; null where it did not, or where that is not known. */
  fault: Fault | null;
  /** How long after its time the message is. */
  delaySeconds: number;
}

/** Takes how attempts end; it throws nothing. */
export type DeliveryObserver = (result: DeliveryResult) => void;

/** The injection token of the observer. */
export const DELIVERY_OBSERVER = Symbol('DeliveryObserver');

/** An attempt as an observer sees it, at an instant of the service's clock. */
export function resultToObserve(
  { kind, dueAt, subscription }: ClaimedDelivery,
  result: AttemptResult,
  now: Date,
): DeliveryResult {
  const { channel } = subscription;
  const delaySeconds = (now.getTime() - dueAt.getTime()) / 1_000;
  return { channel, kind, status: result.status, fault: result.fault, delaySeconds };
}
