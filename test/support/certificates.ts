/** Certificates for tests: the simulators' own little authority. */
export {
  LocalAuthority as TestAuthority,
  type Certificate,
  type Subject,
} from '../../sim/exchanges/crypto/local-authority.js';
