import { describe, expect, test } from '@jest/globals';
import { commandLinePassword } from './command-line-password.ts';
import { found } from './found.ts';

describe('a password on a command line', () => {
  test.each<[string, string[]]>([
    ['curl -u admin:hunter2 https://intranet.example', ['hunter2']],
    ['curl -u bkelly:hunter2 https://intranet.example', ['bkelly', 'hunter2']],
    ['mysql -h db -u wawi_write -p shop', ['wawi_write']],
    ["echo 'Q7m!vireo' | sudo -S apt update", ['Q7m!vireo']],
    ['curl -s --user "admin:hunter 2" x', ['hunter']],
    ['curl --user=admin:hunter2', ['hunter2']],
    ['mysql -u root -phunter2 shop', ['hunter2']],
    ["mysqldump -p'hunter2' shop", ['hunter2']],
    ['sshpass -p hunter2 ssh host', ['hunter2']],
    ['sshpass -phunter2 ssh host', ['hunter2']],
    ['ldapsearch -x -w hunter2 -b dc=x', ['hunter2']],
    ['7z x -phunter2 a.7z', ['hunter2']],
    ['mongosh -u root -p hunter2', ['hunter2']],
    ['net use Z: \\\\srv\\share /user:CORP\\jd hunter2', ['hunter2']],
    ['net use \\\\srv\\c$ hunter2 /user:jd', ['hunter2']],
    ['smbclient //srv/share -U jd%hunter2', ['hunter2']],
    ['rpcclient --user=jd%hunter2 srv', ['hunter2']],
    ['zip -P hunter2 out.zip a b', ['hunter2']],
    ['unzip -Phunter2 out.zip', ['hunter2']],
    ['redis-cli -h cache -a hunter2 ping', ['hunter2']],
    ['docker login -u bob -p hunter2 reg.example', ['bob', 'hunter2']],
    ['podman login --password=hunter2 reg.example', ['hunter2']],
    ['xfreerdp /u:bob /p:hunter2 /v:srv', ['hunter2']],
  ])('finds in %j', (text, values) => {
    expect(found(commandLinePassword, text)).toEqual(values);
  });

  test.each([
    'curl -u admin https://intranet.example:8080/x',
    'curl https://intranet.example',
    'mysql -u root -p shop',
    'mysql -u root -p$PASSWORD',
    'mysql -P 3306\nls -phunter2',
    'mkdir -phunter2',
    'ldapsearch -x -W -b dc=x',
    'sshpass -e ssh host',
    'net use Z: \\\\srv\\share /user:CORP\\jd *',
    'net start spooler',
    'smbclient //srv/share -U jd',
    'zip -r out.zip a',
    'redis -a word',
    'docker run -p 8080:80 nginx',
    'xfreerdp /u:bob /v:srv',
  ])('nothing in %j', (text) => {
    expect(found(commandLinePassword, text)).toEqual([]);
  });
});
