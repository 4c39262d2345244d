// Reads a published log with golang.org/x/mod/sumdb alone: check FOLDER LOG-KEY OLD-CHECKPOINT
//
// The checkpoint's signature, every entry and tile, the root, and consistency with the older checkpoint.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func refuse(why ...any) {
	fmt.Fprintln(os.Stderr, why...)
	os.Exit(1)
}

func must[T any](value T, err error) T {
	if err != nil {
		refuse(err)
	}
	return value
}

func head(data []byte, key string) tlog.Tree {
	opened := must(note.Open(data, note.VerifierList(must(note.NewVerifier(key)))))
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != strings.Split(key, "+")[0] {
		refuse("not a checkpoint of this log")
	}
	tree := tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64))}
	root := must(base64.StdEncoding.DecodeString(lines[2]))
	if len(root) != tlog.HashSize {
		refuse("root of another length")
	}
	copy(tree.Hash[:], root)
	return tree
}

type folder string

func (f folder) Height() int                        { return 8 }
func (f folder) SaveTiles([]tlog.Tile, [][]byte)    {}
func (f folder) read(path string) ([]byte, error)   { return os.ReadFile(filepath.Join(string(f), path)) }
func (f folder) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		// x/mod writes the height into the path, tlog-tiles does not.
		read, err := f.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		if len(read) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s: %d bytes", tile.Path(), len(read))
		}
		data = append(data, read)
	}
	return data, nil
}

func (f folder) entries(number, width int64) (found [][]byte) {
	tile := tlog.Tile{H: 8, L: 0, N: number, W: int(width)}
	data := must(f.read(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)))
	for len(data) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(data))
		if end > len(data) {
			refuse("bundle", number, "is cut")
		}
		found, data = append(found, data[2:end]), data[end:]
	}
	if int64(len(found)) != width || len(data) != 0 {
		refuse("bundle", number, "has", len(found), "entries")
	}
	return found
}

func main() {
	log, key := folder(os.Args[1]), os.Args[2]
	now := head(must(log.read("checkpoint")), key)
	before := head(must(os.ReadFile(os.Args[3])), key)
	reader := tlog.TileHashReader(now, log)
	if must(tlog.TreeHash(now.N, reader)) != now.Hash {
		refuse("the tiles lead to another root")
	}
	for first := int64(0); first < now.N; first += 256 {
		width := now.N - first
		if width > 256 {
			width = 256
		}
		for at, entry := range log.entries(first/256, width) {
			index := first + int64(at)
			hashes := must(reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)}))
			if hashes[0] != tlog.RecordHash(entry) {
				refuse("entry", index, "is not the one in the tree")
			}
			proof := must(tlog.ProveRecord(now.N, index, reader))
			if err := tlog.CheckRecord(proof, now.N, now.Hash, index, hashes[0]); err != nil {
				refuse(err)
			}
		}
	}
	proof := must(tlog.ProveTree(now.N, before.N, reader))
	if err := tlog.CheckTree(proof, now.N, now.Hash, before.N, before.Hash); err != nil {
		refuse(err)
	}
	fmt.Println("verified", now.N)
}
