// A GitHub API on a Unix socket, as far as `gh issue create` asks it. It keeps what it is asked to create, and knows the
// labels of one repository.
import { createServer } from 'node:http';

const labels = ['bug', 'kind/bug', 'sig/node', 'area/kubelet', 'good first issue', 'a,b'].map((name) => ({ id: `L ${name}`, name }));
const people = ['ada', 'grace'].map((login) => ({ id: `U ${login}`, login, name: login }));
const milestones = [{ id: 'M v1.37', title: 'v1.37' }];
const page = (nodes) => ({ nodes, pageInfo: { hasNextPage: false, endCursor: null } });

/** Starts it at `socket`. Inputs of createIssue are pushed to `created`; while `isBroken()`, creating fails. */
export async function serve(socket, created, isBroken) {
  const answer = (query, variables) => {
    if (/\bcreateIssue\b/.test(query)) {
      if (isBroken()) return { errors: [{ type: 'INTERNAL', message: 'Something went wrong' }] };
      created.push(variables.input);
      return { data: { createIssue: { issue: { id: 'I', url: `https://github.com/o/r/issues/${created.length}` } } } };
    }
    if (query.includes('RepositoryResolveMetadataIDs')) { // gh of 2023 asks for each name by itself
      const found = (expression, list, key) => [...query.matchAll(expression)].map(([, alias, name]) =>
        [alias, list.find((one) => one[key] === JSON.parse(name)) ?? null]);
      const repository = Object.fromEntries(found(/(l\d+): ?label\(name: ?("(?:[^"\\]|\\.)*")/g, labels, 'name'));
      return { data: { repository, ...Object.fromEntries(found(/(u\d+): ?user\(login: ?("[^"]*")/g, people, 'login')) } };
    }
    if (query.includes('replaceActorsForAssignable')) { // a newer gh assigns in a second step
      created.at(-1).assigneeIds = variables.input.actorLogins.map((login) => `U ${login}`);
      return { data: { replaceActorsForAssignable: { __typename: '' } } };
    }
    if (query.includes('__type')) return { data: {} };
    if (/\blabels\s*\(/.test(query)) return { data: { repository: { labels: page(labels) } } };
    if (/\bmilestones\b/.test(query)) return { data: { repository: { milestones: page(milestones) } } };
    const repository = { id: 'R', name: 'r', owner: { login: 'o' }, hasIssuesEnabled: true, viewerPermission: 'WRITE' };
    return { data: { repository } };
  };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const result = request.url.endsWith('/graphql') ? answer(query, variables ?? {}) : { message: 'Not Found' };
    response.writeHead(result.message ? 404 : 200, { 'Content-Type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(result));
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  return server;
}
