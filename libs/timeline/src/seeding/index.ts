export { filesToSeed, seedAll, type Seeded, type SeedingOptions, type SeedingPlace } from './seed-all.js';
export { BUNDLED, SeedError } from './seed-files.js';
