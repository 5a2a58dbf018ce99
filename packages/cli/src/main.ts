import { OPERATIONS } from '@openretouch/core'; console.log(OPERATIONS.length);
