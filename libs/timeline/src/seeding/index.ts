export { seedAll, seedState, type Seeded, type SeedState, type SeedingOptions, type SeedingPlace } from './seed-all.js';
export { BUNDLED, SeedError } from './seed-files.js';
