import { version } from '@openretouch/core'; console.log(version);
