export { Platform1764000014200 } from './migrations/1764000014200-platform.js';
export { PlatformModule } from './platform.module.js';
