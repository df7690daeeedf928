export { ErasePeople } from './erasure/erase-people.js';
export { PrivacyModule } from './privacy.module.js';
