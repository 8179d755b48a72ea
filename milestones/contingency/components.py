"""Strongly connected components, by Tarjan's algorithm (SIAM Journal on Computing 1(2), 1972) without recursion."""

from collections.abc import Iterator, Mapping, Sequence


def strong_components(arrows: Mapping[int, Sequence[int]]) -> Iterator[set[int]]:
    """The strongly connected components of a graph whose arrows lead only to its own nodes.

    A component comes after every component that it leads to.
    """
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    for root in arrows:
        if root in order:
            continue
        work = [(root, iter(arrows[root]))]
        order[root] = lowest[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in order:
                    order[target] = lowest[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(arrows[target])))
                    break
                if target in on_stack:
                    lowest[node] = min(lowest[node], order[target])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    component: set[int] = set()
                    while node not in component:
                        top = stack.pop()
                        on_stack.discard(top)
                        component.add(top)
                    yield component
