/** A choice of a filter, with how many there are of it. */
export interface Choice {
  value: string;
  label: string;
}
