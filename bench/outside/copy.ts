export { from as copyFrom, to as copyTo } from 'pg-copy-streams';
