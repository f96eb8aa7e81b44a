namespace Quanta.Formats.Pickles;

/// <content>Lists, dictionaries and the memo.</content>
internal sealed partial class PickleReader
{
    private void PushList(object?[] items)
    {
        Push(new PickleList());
        Append(items);
    }

    private void Append(object?[] items)
    {
        var list = Top<PickleList>("a list");
        foreach (var item in items) list.Add(item);
    }

    private void PushDictionary(object?[] items)
    {
        Push(new PickleDictionary());
        SetItems(items);
    }

    private void SetItems(object?[] keysAndValues)
    {
        var dictionary = Top<PickleDictionary>("a dictionary");
        if (keysAndValues.Length % 2 != 0) throw _source.Bad("the pickle is damaged: a dictionary has a key without a value.");
        Checked(() =>
        {
            for (var i = 0; i < keysAndValues.Length; i += 2) dictionary.Set(keysAndValues[i], keysAndValues[i + 1]);
            return dictionary;
        });
    }

    private void Memoize(long key)
    {
        var top = _stack.Peek();
        _memo[key] = top;
        if (top is PickleUnfinished unfinished) unfinished.MemoKeys.Add(key);
    }

    private void Recall(long key) =>
        Push(_memo.TryGetValue(key, out var value)
            ? value
            : throw _source.Bad($"the pickle is damaged: it refers to the memo entry {key}, which was not set."));

    private T Top<T>(string wanted)
        where T : class =>
        _stack.Peek() as T ?? throw _source.Bad($"the pickle is damaged before byte {_cursor.Position}: {wanted} was required on the stack.");
}
